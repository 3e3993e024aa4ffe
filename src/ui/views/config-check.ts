/** Mistakes as compilers tell them: file, line, what, and a caret under the place. */
import type { ConfigCheckData, ConfigCounts, ConfigProblem } from '../../mta/config/index.ts';
import type { Paint, View } from '../types.ts';
import { printable } from './finding-lines.ts';

const WIDTH = 100;

export const configCheckView: View<ConfigCheckData> = ({ data, summary }, paint, verbosity) => {
  const problems = data.problems.filter(({ severity }) => verbosity >= 0 || severity === 'error');
  return [...problems.flatMap((problem) => problemLines(problem, paint)), ending(data, summary, paint)].join('\n');
};

export function problemLines(
  { excerpt, file, hint, line, message, severity }: ConfigProblem,
  paint: Paint,
): readonly string[] {
  const where = line === 0 ? file : `${file}:${line}`;
  const said = severity === 'error' ? paint.bad('error') : paint.warn('warning');
  const [first = '', ...rest] = printable(message.replaceAll('\n', '\u2028')).split('\u2028');
  return [
    `${paint.strong(printable(where))}: ${said}: ${first}`,
    ...rest.map((one) => `    ${one}`),
    ...(excerpt === undefined ? [] : pointed(excerpt.text, excerpt.offset)),
    ...(hint === undefined ? [] : [`    ${printable(hint)}`]),
  ];
}

/** The part of the string around the place, and a caret under it. */
function pointed(text: string, offset: number): readonly string[] {
  const from = Math.max(0, Math.min(offset - WIDTH / 2, text.length - WIDTH));
  const part = printable(text.slice(from, from + WIDTH));
  return [`    ${part}`, `    ${' '.repeat(offset - from)}^`];
}

function ending(data: ConfigCheckData, { error, warn }: { error: number; warn: number }, paint: Paint): string {
  const counted = `${error} ${error === 1 ? 'error' : 'errors'}, ${warn} ${warn === 1 ? 'warning' : 'warnings'}`;
  if (!data.valid) return `${paint.mark('error')} ${printable(data.file)}: ${counted}`;
  const mark = paint.mark(warn > 0 ? 'warn' : 'ok');
  const about = data.counts === undefined ? '' : ` (${told(data.counts)})`;
  return `${mark} ${printable(data.file)}: ${warn > 0 ? counted : 'nothing is wrong'}${about}`;
}

const told = (counts: ConfigCounts): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(
      ([name, count]) => `${count} ${count === 1 ? (LABELS[name] ?? name).replace(/s$/, '') : (LABELS[name] ?? name)}`,
    )
    .join(', ');

const LABELS: Readonly<Record<string, string>> = { acls: 'ACLs', retry: 'retry rules', rewrite: 'rewriting rules' };
