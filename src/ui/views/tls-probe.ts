/** A survey as a table: address by address, what is offered; then what is to be mended. */
import type { Finding, Severity } from '../../base/index.ts';
import type { AddressSurvey, CertificateReport, SurveyData } from '../../core/survey/index.ts';
import type { Paint, Verbosity, View } from '../types.ts';

export const tlsProbeView: View<SurveyData> = ({ data, target, verdict, findings }, paint, verbosity) => {
  const mark = { pass: 'ok', warn: 'warn', fail: 'error', unknown: 'unknown' } as const;
  const head = `${paint.mark(mark[verdict])} ${paint.strong(target ?? data.host)}: ${headline(findings)}`;
  if (verbosity < 0) return [head, ...worth(findings).map((one) => findingLine(one, paint))].join('\n');
  return [
    head,
    ...data.addresses.flatMap((address) => addressLines(address, paint, verbosity)),
    ...told(findings, paint, verbosity),
  ].join('\n');
};

function headline(findings: readonly Finding[]): string {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const [errors, warnings, unknown] = [count('error'), count('warn'), count('unknown')];
  const parts = [
    ...(errors > 0 ? [`${errors} to mend`] : []),
    ...(warnings > 0 ? [`${warnings} to look at`] : []),
    ...(unknown > 0 ? [`${unknown} not seen`] : []),
  ];
  return parts.length === 0 ? 'TLS is in order' : parts.join(', ');
}

/** A row with its name in front, where there is anything in it. */
type Row = readonly [name: string, value: string | undefined];

const NAME_WIDTH = 14;

function addressLines(address: AddressSurvey, paint: Paint, verbosity: Verbosity): string[] {
  const rows = [
    ...offerRows(address, verbosity),
    ...address.certificates.flatMap(certificateRows),
    ...mannerRows(address),
  ];
  const lines = rows.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`    ${paint.dim(name.padEnd(NAME_WIDTH))} ${value}`],
  );
  const reached = address.reached === 'tls' ? '' : `: ${address.detail ?? address.reached}`;
  const cost = paint.dim(` (${address.connections} connections)`);
  return [`  ${paint.strong(address.ip)}${reached}${cost}`, ...lines];
}

/** Suites shown of a version. */
const SHOWN_SUITES = 5;

function offerRows({ versions, suites, groups, signatures }: AddressSurvey, verbosity: Verbosity): Row[] {
  const few = (names: readonly string[]): string =>
    verbosity > 0 || names.length <= SHOWN_SUITES
      ? names.join(', ')
      : `${names.slice(0, SHOWN_SUITES).join(', ')} and ${names.length - SHOWN_SUITES} more`;
  const said = versions.filter(({ offered }) => offered !== 'no');
  return [
    ['versions', said.map(({ version, offered }) => (offered === 'yes' ? version : `${version}?`)).join(', ')],
    ...suites.map(
      ({ version, suites: names, order }): Row => [version, `${few(names)}${order === 'server' ? ' (its order)' : ''}`],
    ),
    ...groups.map((report): Row => [`groups ${report.version.slice(4)}`, few(report.groups)]),
    ...(verbosity > 0
      ? signatures.map((report): Row => [`signs ${report.version.slice(4)}`, report.schemes.join(', ')])
      : []),
  ];
}

function certificateRows(report: CertificateReport): Row[] {
  const [leaf] = report.chain;
  if (leaf === undefined) return [['certificate', `${report.keyType}: ${report.unreadable ?? 'none'}`]];
  const trust = report.trusted === true ? 'trusted' : `not trusted (${report.trustCode})`;
  const named = report.named === undefined ? '' : report.named ? ', names the host' : ', names another';
  const count = `${report.chain.length} sent`;
  return [
    [
      'certificate',
      `${report.keyType}: ${leaf.subject}, until ${leaf.notAfter.slice(0, 10)}, ${count}, ${trust}${named}`,
    ],
    ['staple', report.staple.status === 'none' ? undefined : stapleText(report)],
  ];
}

function stapleText({ staple: { status, code, validUntil } }: CertificateReport): string {
  const until = validUntil === undefined ? '' : `, until ${validUntil}`;
  return `${status}${status === 'invalid' ? ` (${code})` : ''}${until}`;
}

function mannerRows({ features, resumption, alpn, tolerance, injection, withoutName }: AddressSurvey): Row[] {
  const fails = tolerance.filter(({ outcome }) => outcome === 'fails');
  const resumed = resumption.filter((one) => one.resumed === 'yes').map(({ version, by }) => `${version} by ${by}`);
  return [
    ['extensions', featureText(features)],
    ['resumption', resumption.length === 0 ? undefined : resumed.join(', ') || 'none'],
    ['alpn', alpn === undefined ? undefined : `${alpn.selected ?? 'none'}; a stranger is ${alpn.stranger}`],
    ['without a name', withoutName === undefined ? undefined : `${withoutName.shown}${nameDetail(withoutName)}`],
    [
      'odd hellos',
      tolerance.length === 0
        ? undefined
        : fails.length === 0
          ? 'all borne'
          : fails.map(({ hello }) => hello).join(', '),
    ],
    [
      'injection',
      injection === undefined ? undefined : injection === 'yes' ? 'taken' : injection === 'no' ? 'thrown away' : '?',
    ],
  ];
}

const nameDetail = ({ detail }: NonNullable<AddressSurvey['withoutName']>): string =>
  detail === undefined ? '' : `: ${detail}`;

function featureText(features: AddressSurvey['features']): string {
  const words: readonly (readonly [keyof AddressSurvey['features'], string])[] = [
    ['secureRenegotiation', 'secure renegotiation'],
    ['extendedMasterSecret', 'extended master secret'],
    ['encryptThenMac', 'encrypt-then-MAC'],
    ['compression', 'compression'],
    ['fallbackScsv', 'fallback signal'],
    ['downgradeSentinel', 'downgrade sentinel'],
    ['heartbeat', 'heartbeat'],
  ];
  return words.flatMap(([key, word]) => (features[key] === 'yes' ? [word] : [])).join(', ');
}

const worth = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error' || severity === 'warn' || severity === 'unknown');

/** What is to be mended, with its mend; the rest only when asked for. */
function told(findings: readonly Finding[], paint: Paint, verbosity: Verbosity): string[] {
  const shown = verbosity > 0 ? findings : worth(findings);
  if (shown.length === 0) return [];
  return [
    '',
    ...shown.flatMap((one) => [findingLine(one, paint), ...(one.fix === undefined ? [] : [`    ${one.fix}`])]),
  ];
}

function findingLine({ severity, scope, title, detail, id }: Finding, paint: Paint): string {
  const where = [scope.ip, scope.keyType].filter((part) => part !== undefined).join(' ');
  return `${paint.mark(severity)} ${where}: ${title}${detail === undefined ? '' : `: ${detail}`} ${paint.dim(`[${id}]`)}`;
}
