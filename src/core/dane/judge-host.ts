/** From what was seen at a host to findings: severities by the host's policy, fixes that end in the record to publish. */
import type { Finding, FindingDef, Scope, Severity } from '../../base/index.ts';
import { isSelfIssued } from '../pki/index.ts';
import type { ProbeOutcome } from '../tls/index.ts';
import { say } from './findings/define.ts';
import {
  noStartTls,
  oneFamily,
  oneKeyType,
  protocol,
  refused,
  startTlsRefused,
  timeout,
  tlsFailed,
  unreachable,
} from './findings/host.ts';
import { expiring, fragile, intermediate, match, missingTa, noMatch, noNextKey, stale } from './findings/tlsa.ts';
import type { HostDns } from './host-dns.ts';
import { tlsaName } from './look-up.ts';
import type { Seen, SeenAddress } from './probe-host.ts';
import { bestRecord, formatTlsa, recordLine } from './tlsa.ts';
import type { CheckOptions, Policy } from './types.ts';
import { USAGE, whyUnusable } from './usability.ts';

const EXPIRES_SOON_DAYS = 14;
const DAY_MS = 86_400_000;

export interface SeenHost {
  readonly name: string;
  readonly dns: HostDns;
  readonly addresses: readonly SeenAddress[];
}

export interface Stakes {
  /** Does the host's policy bind senders; where MX is insecure nothing does, and failures are only told. */
  readonly binds: boolean;
  /** Nobody answered at any address of any host. */
  readonly isDark: boolean;
  readonly options: CheckOptions;
  readonly now: Date;
}

export function judgeHost(host: SeenHost, stakes: Stakes): readonly Finding[] {
  const policy = stakes.binds ? host.dns.policy : 'opportunistic';
  const each = host.addresses.flatMap(({ ip, keys }) => keys.flatMap((key) => judgeKey(host, ip, key, policy, stakes)));
  if (policy !== 'dane') return each;
  return [...each, ...oneSided(host), ...advice(host)];
}

const FAILURES: Readonly<Partial<Record<ProbeOutcome['kind'], FindingDef>>> = {
  'no-starttls': noStartTls,
  'starttls-refused': startTlsRefused,
  'greeting-refused': refused,
  'no-such-key': tlsFailed,
  'tls-failed': tlsFailed,
  unreachable,
  'protocol-error': protocol,
  timeout,
};

function judgeKey(host: SeenHost, ip: string, key: Seen, policy: Policy, { isDark, options, now }: Stakes): Finding[] {
  const scope: Scope = {
    mx: host.name,
    ip,
    port: options.port,
    ...(key.keyType !== 'any' && { keyType: key.keyType }),
  };
  const def = failureOf(key);
  if (def !== undefined) {
    const severity = severityOf(def, policy, isDark);
    return [say(def, { scope, severity, detail: key.detail ?? 'no handshake' })];
  }
  if (isOutdated(key)) {
    const detail = `it knows ${key.protocol} and nothing later, which senders have given up (RFC 8996)`;
    return [say(tlsFailed, { scope, severity: severityOf(tlsFailed, policy, isDark), detail })];
  }
  if (policy !== 'dane') return [];
  return key.status === 'match' ? judgeMatch(key, scope, now) : [judgeMismatch(host, key, scope, options)];
}

/**
 * A failure counts where DANE or mandatory TLS binds the sender. Elsewhere it is told, since mail goes on in clear or to the
 * next host; only where nobody answered at all nothing good can be said either.
 */
function severityOf({ severity }: FindingDef, policy: Policy, isDark: boolean): Severity {
  const isBound = policy === 'dane' || policy === 'mandatory-tls';
  return isBound || (isDark && severity === 'unknown') ? severity : 'info';
}

/** What was said in clear behind the go-ahead for TLS breaks TLS, and not the protocol before it. */
function failureOf({ raw }: Seen): FindingDef | undefined {
  if (raw.kind === 'protocol-error' && raw.stage === 'starttls') return tlsFailed;
  return FAILURES[raw.kind];
}

const isOutdated = ({ protocol: version }: Seen): boolean => version === 'TLSv1' || version === 'TLSv1.1';

function judgeMatch(key: Seen, scope: Scope, now: Date): Finding[] {
  const detail = `usage ${key.usage}, certificate ${key.depth} of the chain, ${key.protocol}`;
  const found = [say(match, { scope, detail })];
  if (key.usage !== USAGE.DANE_TA) return found;
  const ends = key.certificates
    .slice(0, (key.depth ?? 0) + 1)
    .sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime())[0];
  if (ends !== undefined && ends.notAfter.getTime() - now.getTime() < EXPIRES_SOON_DAYS * DAY_MS) {
    found.push(
      say(expiring, { scope, detail: `${ends.subjectText} ends ${ends.notAfter.toISOString().slice(0, 10)}` }),
    );
  }
  const anchor = key.certificates[key.depth ?? 0];
  if (anchor !== undefined && (key.depth ?? 0) > 0 && !isSelfIssued(anchor)) {
    found.push(say(intermediate, { scope, detail: anchor.subjectText }));
  }
  return found;
}

function judgeMismatch(host: SeenHost, key: Seen, scope: Scope, options: CheckOptions): Finding {
  const leaf = key.certificates[0];
  const rejected = (key.records ?? []).flatMap((verdict) => (verdict.kind === 'rejected' ? [verdict.detail] : []));
  const fix =
    leaf === undefined
      ? {}
      : { fix: `publish: ${recordLine(tlsaName(options.port, host.dns.base), bestRecord(leaf))}` };
  const evidence = { records: host.dns.tlsa.records, chain: key.chain ?? [] };
  if (rejected.length === 0 && lacksAnchor(host, key)) return say(missingTa, { scope, evidence });
  const detail =
    rejected[0] ?? (leaf === undefined ? 'the server’s certificate cannot be read' : `it shows ${leaf.subjectText}`);
  return say(noMatch, { scope, detail, ...fix, evidence });
}

/** Only digests of authorities are published, and the chain sent ends below its root: the anchor may be what is missing. */
function lacksAnchor({ dns }: SeenHost, { certificates }: Seen): boolean {
  const counting = dns.records.filter((record) => whyUnusable(record) === undefined);
  const last = certificates.at(-1);
  return (
    counting.every(({ usage, matchingType }) => usage === USAGE.DANE_TA && matchingType !== 0) &&
    last !== undefined &&
    certificates.length === 1 &&
    !isSelfIssued(last)
  );
}

/** Failures that stay on one side: one address family, or one key type. */
function oneSided({ name, addresses }: SeenHost): Finding[] {
  const fails = (key: Seen): boolean => key.status !== 'match';
  const families = new Map<string, boolean[]>();
  const types = new Map<string, boolean[]>();
  for (const { ip, keys } of addresses) {
    for (const key of keys) {
      add(families, ip.includes(':') ? 'IPv6' : 'IPv4', fails(key));
      if (key.keyType !== 'any') add(types, key.keyType, fails(key));
    }
  }
  const one = (sides: ReadonlyMap<string, boolean[]>): string | undefined => {
    const bad = [...sides].filter(([, failures]) => failures.every(Boolean)).map(([side]) => side);
    const good = [...sides].filter(([, failures]) => !failures.some(Boolean));
    return bad.length === 1 && good.length > 0 && bad.length + good.length === sides.size ? bad[0] : undefined;
  };
  const [family, type] = [one(families), one(types)];
  return [
    ...(family === undefined ? [] : [say(oneFamily, { scope: { mx: name }, detail: family })]),
    ...(type === undefined ? [] : [say(oneKeyType, { scope: { mx: name, keyType: type }, detail: type })]),
  ];
}

function add(sides: Map<string, boolean[]>, side: string, failure: boolean): void {
  sides.set(side, [...(sides.get(side) ?? []), failure]);
}

/** What will hurt later, though everything matches now. */
function advice({ name, dns, addresses }: SeenHost): Finding[] {
  const handshakes = addresses.flatMap(({ keys }) => keys).filter(({ outcome }) => outcome === 'tls');
  if (handshakes.length === 0 || handshakes.some(({ status }) => status !== 'match')) return [];
  const scope = { mx: name };
  const matched = dns.records.map((_, i) => handshakes.some(({ records }) => records?.[i]?.kind === 'match'));
  const counting = dns.records.map((record, i) => ({
    record,
    isMatched: matched[i]!,
    isIdle: handshakes.every(({ records }) => records?.[i]?.kind === 'no-match'),
  }));
  const idle = counting
    .filter(({ isIdle }) => isIdle)
    .map(({ record }) => say(stale, { scope, detail: formatTlsa(record) }));
  const used = counting.filter(({ isMatched }) => isMatched).map(({ record }) => record);
  const isFragile = used.every(({ usage, selector }) => usage === USAGE.DANE_EE && selector === 0);
  const hasNext = idle.length > 0 || used.some(({ usage }) => usage === USAGE.DANE_TA);
  return [...idle, ...(isFragile ? [say(fragile, { scope })] : []), ...(hasNext ? [] : [say(noNextKey, { scope })])];
}
