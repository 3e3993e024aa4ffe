/** The tree of a DANE check: domain, hosts, addresses, key types; then what to mend, and the record to publish. */
import type { Finding, Severity } from '../../base/index.ts';
import type { AddressReport, DaneCheckData, HostReport, KeyReport, Policy } from '../../core/dane/index.ts';
import type { Envelope, Paint, Verbosity, View } from '../types.ts';

export const daneCheckView: View<DaneCheckData> = (envelope, paint, verbosity) => {
  const { data } = envelope;
  const head = `${paint.mark(MARK_OF_VERDICT[envelope.verdict])} ${paint.strong(envelope.target ?? data.target)}: ${headline(envelope)}`;
  if (verbosity < 0) return [head, ...problems(envelope, paint)].join('\n');
  const hosts = data.hosts.flatMap((host) => hostLines(host, paint, verbosity));
  return [
    head,
    ...mxLine(data, paint),
    ...hosts,
    ...findingLines(envelope, paint, verbosity),
    ...senderLines(data, paint),
    ...publishLines(data, paint),
  ].join('\n');
};

const MARK_OF_VERDICT: Readonly<Record<Envelope['verdict'], Severity>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'error',
  unknown: 'unknown',
};

/** The policy, and whether it comes to a delivery. */
function headline({ data, verdict }: Envelope<DaneCheckData>): string {
  if (data.policy !== 'dane' || verdict === 'pass' || verdict === 'warn') return POLICY_TEXT[data.policy];
  return verdict === 'fail'
    ? 'DANE applies, and senders refuse what they find'
    : 'DANE applies, and not all of it could be seen';
}

const POLICY_TEXT: Readonly<Record<Policy, string>> = {
  dane: 'DANE senders deliver, authenticated by TLSA',
  'mandatory-tls': 'DANE senders use TLS, and authenticate nobody',
  opportunistic: 'DANE does not apply: opportunistic TLS',
  defer: 'DANE senders keep the mail in their queues',
  none: 'no mail is delivered here',
};

function mxLine({ mx }: DaneCheckData, paint: Paint): string[] {
  if (mx === undefined) return [];
  const kinds = {
    mx: 'MX',
    implicit: 'no MX, the domain is the host',
    null: 'null MX',
    none: 'no such domain',
    unknown: 'MX',
  };
  return [`  ${kinds[mx.kind]}: ${statusText(mx.status, paint)}`];
}

function hostLines(host: HostReport, paint: Paint, verbosity: Verbosity): string[] {
  const preference = host.preference === undefined ? '' : paint.dim(` (${host.preference})`);
  const head = `  ${paint.strong(host.name)}${preference}: addresses ${statusText(host.addressStatus, paint)}, TLSA ${tlsaText(host, paint)}`;
  const records = host.tlsa.records.map((record) => paint.dim(`      ${verbosity > 0 ? record : shorten(record)}`));
  return [head, ...records, ...host.addresses.flatMap((address) => addressLines(address, host, paint, verbosity))];
}

function tlsaText({ tlsa }: HostReport, paint: Paint): string {
  if (tlsa.status === 'not-asked') return 'not looked for';
  const count =
    tlsa.records.length === 0 ? 'none' : `${tlsa.records.length} record${tlsa.records.length === 1 ? '' : 's'}`;
  return tlsa.status === 'failed' ? statusText(tlsa.status, paint) : `${count}, ${statusText(tlsa.status, paint)}`;
}

function addressLines({ ip, keys }: AddressReport, host: HostReport, paint: Paint, verbosity: Verbosity): string[] {
  return keys.flatMap((key) => [
    `    ${paint.mark(severityOf(key, host))} ${ip} ${keyText(key)}`,
    ...(verbosity > 0
      ? (key.chain ?? []).map(({ subject, notAfter }, depth) =>
          paint.dim(`        ${depth} ${subject}, until ${notAfter.slice(0, 10)}`),
        )
      : []),
  ]);
}

function keyText(key: KeyReport): string {
  if (key.outcome !== 'tls') return key.detail ?? key.outcome;
  const type = key.leafKeyType ?? key.keyType;
  const result =
    key.status === 'match'
      ? `matches by usage ${key.usage}${key.depth === 0 ? '' : `, certificate ${key.depth}`}`
      : key.status === 'no-match'
        ? 'matches no record'
        : 'not authenticated';
  return `${type}: ${result} (${key.protocol})`;
}

function severityOf(key: KeyReport, host: HostReport): Severity {
  if (key.status === 'match') return 'ok';
  if (host.policy !== 'dane' && host.policy !== 'mandatory-tls') return 'info';
  if (key.outcome === 'tls') return key.status === 'no-match' ? 'error' : 'warn';
  return key.outcome === 'unreachable' ||
    key.outcome === 'timeout' ||
    key.outcome === 'greeting-refused' ||
    key.outcome === 'protocol-error'
    ? 'unknown'
    : 'error';
}

/** What the tree does not show by itself; good news only for those who ask. */
function findingLines(envelope: Envelope<DaneCheckData>, paint: Paint, verbosity: Verbosity): string[] {
  const shown = envelope.findings.filter(({ severity }) => verbosity > 0 || severity !== 'ok');
  return shown.length === 0 ? [] : ['', ...shown.flatMap((finding) => oneFinding(finding, paint))];
}

function problems(envelope: Envelope<DaneCheckData>, paint: Paint): string[] {
  return envelope.findings
    .filter(({ severity }) => severity !== 'ok' && severity !== 'info')
    .flatMap((finding) => oneFinding(finding, paint));
}

function oneFinding({ id, severity, scope, title, detail, fix }: Finding, paint: Paint): string[] {
  const where = [scope.mx ?? scope.zone, scope.ip, scope.keyType].filter((part) => part !== undefined).join(' ');
  const head = `${paint.mark(severity)} ${where === '' ? '' : `${where}: `}${title} ${paint.dim(`[${id}]`)}`;
  return [
    head,
    ...(detail === undefined ? [] : [`    ${detail}`]),
    ...(fix === undefined ? [] : [`    ${paint.strong(fix)}`]),
  ];
}

function senderLines({ senders }: DaneCheckData, paint: Paint): string[] {
  if (senders.length === 0) return [];
  return [
    '',
    paint.strong('What senders do'),
    ...senders.map(({ sender, setting, does }) => `  ${sender} (${setting}): ${does}`),
  ];
}

function publishLines({ publish }: DaneCheckData, paint: Paint): string[] {
  return publish.length === 0 ? [] : ['', paint.strong('To publish'), ...publish.map((line) => `  ${line}`)];
}

function statusText(status: string, paint: Paint): string {
  if (status === 'secure') return paint.good(status);
  return status === 'bogus' || status === 'failed' ? paint.bad(status) : status;
}

const shorten = (record: string): string => (record.length > 48 ? `${record.slice(0, 48)}…` : record);
