/** What the MX hosts give rise to say, as grave as the mode of the policy makes it. */
import type { Finding, FindingDef, Severity } from '../../base/index.ts';
import { say } from './findings/define.ts';
import * as rows from './findings/hosts.ts';
import type { FoundHosts } from './mx-hosts.ts';
import type { PolicyMode } from './policy/parse.ts';
import type { HostReport, KeyReport, MtaStsCheckData } from './types.ts';

const SOON_MS = 7 * 86_400_000;

export function judgeHosts(data: MtaStsCheckData, found: FoundHosts, now: Date): readonly Finding[] {
  const about = aboutMx(data, found);
  if (data.status === 'absent' && data.policy === undefined) return about;
  const mode = data.policy?.mode;
  return [...about, ...data.hosts.flatMap((host) => judgeHost(host, mode, now))];
}

function aboutMx({ domain, mx }: MtaStsCheckData, { error, isCut, hosts }: FoundHosts): readonly Finding[] {
  const scope = { domain };
  if (mx === 'unknown') return [say(rows.mxFailed, { scope, detail: error! })];
  if (mx === 'null' || mx === 'none')
    return [say(rows.mxNone, { scope, detail: mx === 'null' ? 'null MX' : 'no such domain' })];
  const implicit = mx === 'implicit' ? [say(rows.mxImplicit, { scope })] : [];
  return isCut ? [...implicit, say(rows.mxMany, { scope, detail: `${hosts.length} were` })] : implicit;
}

function judgeHost(host: HostReport, mode: PolicyMode | undefined, now: Date): readonly Finding[] {
  const scope = { mx: host.name };
  const weighed = (row: FindingDef): Severity => weigh(row.severity, mode);
  if (host.covered === false && mode !== 'none') {
    const detail = `no mx pattern covers ${host.name}`;
    return [
      say(rows.mxNotCovered, {
        scope,
        detail,
        severity: weighed(rows.mxNotCovered),
        fix: `add to the policy: mx: ${host.name}`,
      }),
    ];
  }
  if (host.unseen !== undefined) {
    const row = host.unseen.why === 'no-address' ? rows.mxNoAddress : rows.mxUnreachable;
    return [say(row, { scope, detail: host.unseen.detail, severity: weighed(row) })];
  }
  return host.addresses.flatMap(({ ip, keys }) => keys.flatMap((key) => judgeKey(host, ip, key, mode, now)));
}

/** In testing mode a failure is reported and the mail delivered; in mode none, or without a policy, nobody asks. */
function weigh(severity: Severity, mode: PolicyMode | undefined): Severity {
  if (mode === 'enforce') return severity;
  if (mode === 'testing') return severity === 'error' ? 'warn' : severity;
  return severity === 'ok' ? 'ok' : 'info';
}

function judgeKey(
  { name, pattern }: HostReport,
  ip: string,
  key: KeyReport,
  mode: PolicyMode | undefined,
  now: Date,
): readonly Finding[] {
  const scope = { mx: name, ip, port: 25, ...(key.keyType !== 'any' && { keyType: key.keyType }) };
  const tell = (row: FindingDef, detail: string): Finding =>
    say(row, { scope, detail, severity: weigh(row.severity, mode) });
  if (key.outcome !== 'tls') return [tell(FAILED[key.outcome], key.detail ?? key.outcome)];
  if (key.protocol === 'TLSv1' || key.protocol === 'TLSv1.1')
    return [
      tell(rows.mxTlsFailed, `it knows ${key.protocol} and nothing later, which senders have given up (RFC 8996)`),
    ];
  if (key.valid !== true) return [tell(CERTIFICATE[key.code!] ?? rows.mxUntrusted, key.detail ?? key.code!)];
  const good = tell(rows.mxGood, `${pattern === undefined ? '' : `mx: ${pattern}; `}${key.subject}, ${key.protocol}`);
  const isEnding = Date.parse(key.notAfter!) - now.getTime() <= SOON_MS;
  return isEnding ? [good, tell(rows.mxCertificateEnds, `${key.subject} ends ${key.notAfter!.slice(0, 10)}`)] : [good];
}

const FAILED: Readonly<Record<Exclude<KeyReport['outcome'], 'tls'>, FindingDef>> = {
  'no-starttls': rows.mxNoStartTls,
  'starttls-refused': rows.mxNoStartTls,
  'no-such-key': rows.mxTlsFailed,
  'tls-failed': rows.mxTlsFailed,
  'greeting-refused': rows.mxUnreachable,
  unreachable: rows.mxUnreachable,
  'protocol-error': rows.mxUnreachable,
  timeout: rows.mxUnreachable,
};

const CERTIFICATE: Readonly<Record<string, FindingDef>> = {
  'name-mismatch': rows.mxOtherName,
  expired: rows.mxExpired,
  'not-yet-valid': rows.mxExpired,
};
