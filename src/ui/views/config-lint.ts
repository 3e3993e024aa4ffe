/** Remarks as compilers make them: file, line, what, and what to do. */
import type { ConfigLintData, LintRemark } from '../../mta/lint/index.ts';
import type { Paint, View } from '../types.ts';
import { problemLines } from './config-check.ts';
import { printable } from './finding-lines.ts';

export const configLintView: View<ConfigLintData> = ({ data, summary }, paint, verbosity) => {
  const shown = ({ severity }: { readonly severity: string }): boolean =>
    verbosity >= 0 || severity === 'error' || severity === 'unknown';
  const { error, warn, info } = summary;
  const counted = `${error} ${error === 1 ? 'error' : 'errors'}, ${warn} ${warn === 1 ? 'warning' : 'warnings'}, ${info} ${info === 1 ? 'note' : 'notes'}`;
  const mark = paint.mark(error > 0 ? 'error' : warn > 0 ? 'warn' : 'ok');
  return [
    ...data.problems.filter(shown).flatMap((problem) => problemLines(problem, paint)),
    ...data.remarks.filter(shown).flatMap((remark) => remarkLines(remark, paint)),
    `${mark} ${printable(data.file)}: ${error + warn + info === 0 ? 'nothing to remark' : counted}`,
  ].join('\n');
};

function remarkLines({ id, severity, title, file, line, detail, fix }: LintRemark, paint: Paint): readonly string[] {
  const where = line === 0 ? file : `${file}:${line}`;
  return [
    `${paint.strong(printable(where))}: ${paint.mark(severity)} ${title}`,
    `    ${printable(detail)}`,
    ...(fix === undefined ? [] : [`    ${printable(fix)}`]),
    `    ${paint.dim(id)}`,
  ];
}
