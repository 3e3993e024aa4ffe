/** A whole check: a line a subject, then what to mend, first things first, then the records to publish. */
import type { Finding, Severity } from '../../base/index.ts';
import type { CheckData, SubjectData, SubjectName } from '../../core/check/index.ts';
import type { Envelope, Paint, Verbosity, View } from '../types.ts';

export const checkView: View<CheckData> = (envelope, paint, verbosity) => {
  const { data, verdict } = envelope;
  const head = `${paint.mark(MARKS[verdict])} ${paint.strong(data.domain)}: ${headline(envelope)}`;
  const findings = findingLines(envelope, paint, verbosity);
  if (verbosity < 0) return [head, ...findings].join('\n');
  return [
    head,
    ...subjectLines(data, paint),
    ...section('What to mend', findings, paint),
    ...zoneSection(data, paint),
  ].join('\n');
};

const MARKS = { pass: 'ok', warn: 'warn', fail: 'error', unknown: 'unknown' } as const;

function headline({ summary, verdict }: Envelope<CheckData>): string {
  if (verdict === 'pass') return 'nothing to mend';
  const counts = [
    [summary.error, 'error'],
    [summary.warn, 'warning'],
  ] as const;
  const told = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`]));
  return [...told, ...(summary.unknown > 0 ? [`${summary.unknown} not seen`] : [])].join(', ');
}

const TITLES: Readonly<Record<SubjectName, string>> = {
  mx: 'MX',
  dnssec: 'DNSSEC',
  dane: 'DANE',
  mtasts: 'MTA-STS',
  tls: 'TLS',
  certificates: 'Certificates',
  dmarc: 'DMARC',
  spf: 'SPF',
  dkim: 'DKIM',
  tlsrpt: 'TLSRPT',
  reverse: 'Reverse names',
};

type SubjectRow = Pick<SubjectData<unknown>, 'verdict' | 'summary' | 'counts'>;

function subjectLines({ subjects }: CheckData, paint: Paint): readonly string[] {
  const rows = Object.entries(subjects) as readonly (readonly [SubjectName, SubjectRow])[];
  const width = Math.max(...rows.map(([name]) => TITLES[name].length));
  return rows.map(
    ([name, row]) => `  ${paint.mark(markOf(row))} ${paint.strong(TITLES[name].padEnd(width))}  ${row.summary}`,
  );
}

/** What is merely not there is not good for that. */
const markOf = ({ verdict, counts }: SubjectRow): Severity =>
  verdict === 'pass' && counts.ok === 0 && counts.info > 0 ? 'info' : MARKS[verdict];

/** Words and good news for those who ask. */
function findingLines({ findings, data }: Envelope<CheckData>, paint: Paint, verbosity: Verbosity): readonly string[] {
  const shown = findings.filter(({ severity }) => verbosity > 0 || (severity !== 'ok' && severity !== 'info'));
  return alike(shown).flatMap(({ finding: { id, severity, scope, title, detail, fix }, addresses }) => {
    const { mx, host, zone, domain } = scope;
    const name = mx ?? host ?? zone ?? (domain === data.domain ? undefined : domain);
    const where = [name, addresses.join(', ')].filter(Boolean).join(' ');
    return [
      `${paint.mark(severity)} ${where === '' ? '' : `${where}: `}${title} ${paint.dim(`[${id}]`)}`,
      ...(detail === undefined ? [] : [`    ${detail}`]),
      ...(fix === undefined || severity === 'ok' ? [] : [`    ${paint.dim('→')} ${fix}`]),
    ];
  });
}

interface Alike {
  readonly finding: Finding;
  readonly addresses: string[];
}

/** What is the same at several addresses of a host is said once. */
function alike(findings: readonly Finding[]): readonly Alike[] {
  const groups = new Map<string, Alike>();
  for (const finding of findings) {
    const { id, severity, scope, title, detail, fix } = finding;
    const addresses = scope.ip === undefined ? [] : [scope.ip];
    const key = JSON.stringify([id, severity, { ...scope, ip: undefined }, title, detail, fix]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { finding, addresses });
    else group.addresses.push(...addresses);
  }
  return [...groups.values()];
}

const section = (title: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : ['', paint.strong(title), ...lines];

function zoneSection({ zone, files }: CheckData, paint: Paint): readonly string[] {
  return section(
    'To publish',
    [
      ...zone.map((line) => `  ${line.startsWith(';') ? paint.dim(line) : line}`),
      ...files.flatMap(({ url, text }) => [
        `  ${paint.dim(`at ${url}`)}`,
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => `    ${line}`),
      ]),
    ],
    paint,
  );
}
