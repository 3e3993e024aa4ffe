/** MTA-STS of a domain: record, policy, hosts; then what there is to say, and what to publish. */
import type { Severity } from '../../base/index.ts';
import type { HostReport, KeyReport, MtaStsCheckData, MtaStsStatus, PolicyReport } from '../../core/mtasts/index.ts';
import type { Envelope, Paint, View } from '../types.ts';
import { findingLines, printable } from './finding-lines.ts';

export const mtaStsCheckView: View<MtaStsCheckData> = (envelope, paint, verbosity) => {
  const { data, findings } = envelope;
  const head = `${paint.mark(MARKS[envelope.verdict])} ${paint.strong(data.domain)}: ${STATUS_TEXT[data.status]}`;
  const told = findingLines(findings, paint, verbosity);
  if (verbosity < 0) return [head, ...told].join('\n');
  return [
    head,
    recordLine(data, paint),
    ...policyLines(data.policy, paint),
    ...data.hosts.flatMap((host) => hostLines(host, paint)),
    ...(told.length === 0 ? [] : ['', ...told]),
    ...publishLines(data, paint),
  ].join('\n');
};

const MARKS: Readonly<Record<Envelope['verdict'], Severity>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'error',
  unknown: 'unknown',
};

const STATUS_TEXT: Readonly<Record<MtaStsStatus, string>> = {
  enforce: 'senders that know MTA-STS insist on TLS',
  testing: 'senders report what would fail, and deliver',
  none: 'the policy is taken back',
  absent: 'no MTA-STS',
  unusable: 'there is MTA-STS, and senders cannot use it',
  unknown: 'it could not be found out',
};

function recordLine({ record }: MtaStsCheckData, paint: Paint): string {
  const { query, outcome, texts, error } = record;
  const came = texts.length > 0 ? texts.map(printable).join(' | ') : (error ?? 'no record');
  return `  ${paint.dim('record')} ${query}: ${outcome === 'valid' ? came : paint.warn(came)}`;
}

function policyLines(policy: PolicyReport | undefined, paint: Paint): readonly string[] {
  if (policy === undefined) return [];
  const { url, source, outcome, detail, valid, mode, maxAgeSeconds, mx = [] } = policy;
  const where = source === 'given' ? 'as given' : url;
  if (outcome !== 'ok') return [`  ${paint.dim('policy')} ${where}: ${paint.bad(printable(detail ?? outcome))}`];
  const what = valid === true ? `${mode}, max_age ${maxAgeSeconds}` : paint.bad('not as it must be');
  return [
    `  ${paint.dim('policy')} ${where}: ${what}`,
    ...mx.map((pattern) => `    ${paint.dim('mx')} ${printable(pattern)}`),
  ];
}

function hostLines(
  { name, preference, covered, pattern, dane, addresses }: HostReport,
  paint: Paint,
): readonly string[] {
  const cover = covered === undefined ? '' : covered ? `: covered by ${pattern}` : `: ${paint.bad('not covered')}`;
  const rank = preference === undefined ? '' : paint.dim(` (${preference})`);
  const tlsa = dane === 'dane' || dane === 'mandatory-tls' ? paint.dim(', DANE') : '';
  const keys = addresses.flatMap(({ ip, keys: seen }) => seen.map((key) => `    ${keyLine(ip, key, paint)}`));
  return [`  ${paint.strong(name)}${rank}${cover}${tlsa}`, ...keys];
}

function keyLine(
  ip: string,
  { keyType, outcome, valid, code, detail, subject, protocol }: KeyReport,
  paint: Paint,
): string {
  const type = keyType === 'any' ? '' : ` ${keyType}`;
  if (outcome !== 'tls') return `${paint.mark('warn')} ${ip}${type}: ${printable(detail ?? outcome)}`;
  if (valid === true) return `${paint.mark('ok')} ${ip}${type}: valid, ${printable(subject ?? '')} (${protocol})`;
  return `${paint.mark('error')} ${ip}${type}: ${code}, ${printable(subject ?? 'no certificate')} (${protocol})`;
}

function publishLines({ publish }: MtaStsCheckData, paint: Paint): readonly string[] {
  if (publish === undefined) return [];
  return [
    '',
    paint.strong('To publish: first the policy, at'),
    `  ${publish.url}`,
    ...publish.policy
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((line) => `    ${printable(line)}`),
    paint.strong('then the record'),
    ...publish.records.map((line) => `  ${line}`),
  ];
}
