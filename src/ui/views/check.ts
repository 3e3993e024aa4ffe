/** A whole check: a line a subject, then what to mend, first things first, then the records to publish. */
import type { CheckData, SubjectName } from '../../core/check/index.ts';
import type { Paint, View } from '../types.ts';
import { headline, MARKS, mendLines, partLines, section } from './overview.ts';

export const checkView: View<CheckData> = (envelope, paint, verbosity) => {
  const { data, verdict } = envelope;
  const head = `${paint.mark(MARKS[verdict])} ${paint.strong(data.domain)}: ${headline(envelope)}`;
  const mend = mendLines(envelope, data.domain, paint, verbosity);
  if (verbosity < 0) return [head, ...mend].join('\n');
  return [
    head,
    ...partLines(data.subjects, TITLES, paint),
    ...section('What to mend', mend, paint),
    ...zoneSection(data, paint),
  ].join('\n');
};

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
