/** A whole check: a line a subject, then what to mend, first things first, then the records to publish. */
import type { CheckData } from '../../core/check/index.ts';
import type { Paint, Parts, View } from '../types.ts';
import { SUBJECT_TITLES } from './check-titles.ts';
import { headline, MARKS, mendLines, partLines, partsOf, section } from './overview.ts';

export const checkView: View<CheckData> = (envelope, paint, verbosity) => {
  const { data, verdict } = envelope;
  const head = `${paint.mark(MARKS[verdict])} ${paint.strong(data.domain)}: ${headline(envelope)}`;
  const mend = mendLines(envelope, data.domain, paint, verbosity);
  if (verbosity < 0) return [head, ...mend].join('\n');
  return [
    head,
    ...partLines(data.subjects, SUBJECT_TITLES, paint),
    ...section('What to mend', mend, paint),
    ...zoneSection(data, paint),
  ].join('\n');
};

export const checkParts: Parts<CheckData> = ({ subjects }) => partsOf(subjects, SUBJECT_TITLES);

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
