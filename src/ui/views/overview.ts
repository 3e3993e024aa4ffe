/** A report of many parts as text: a line a part with its mark, then what to mend, first things first. */
import type { Finding, Severity, Verdict } from '../../base/index.ts';
import type { Envelope, Paint, Part, Verbosity } from '../types.ts';

export interface OverviewPart {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly counts: Readonly<Record<Severity, number>>;
}

export const MARKS = { pass: 'ok', warn: 'warn', fail: 'error', unknown: 'unknown' } as const;

/** `2 errors, 1 warning, 1 not seen`. */
export function headline({ summary, verdict }: Envelope): string {
  if (verdict === 'pass') return 'nothing to mend';
  const counts = [
    [summary.error, 'error'],
    [summary.warn, 'warning'],
  ] as const;
  const told = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`]));
  return [...told, ...(summary.unknown > 0 ? [`${summary.unknown} not seen`] : [])].join(', ');
}

/** @param titles  for people, by the names of the parts */
export function partLines(
  parts: Readonly<Record<string, OverviewPart>>,
  titles: Readonly<Record<string, string>>,
  paint: Paint,
): readonly string[] {
  const rows = Object.entries(parts);
  const width = Math.max(...rows.map(([name]) => titles[name]!.length));
  return rows.map(
    ([name, part]) => `  ${paint.mark(markOf(part))} ${paint.strong(titles[name]!.padEnd(width))}  ${part.summary}`,
  );
}

/** The same for formats that are no text. */
export const partsOf = (
  parts: Readonly<Record<string, OverviewPart>>,
  titles: Readonly<Record<string, string>>,
): readonly Part[] =>
  Object.entries(parts).map(([name, { verdict, summary }]) => ({ title: titles[name]!, verdict, summary }));

/** What is merely not there is not good for that. */
const markOf = ({ verdict, counts }: OverviewPart): Severity =>
  verdict === 'pass' && counts.ok === 0 && counts.info > 0 ? 'info' : MARKS[verdict];

/**
 * Words and good news for those who ask.
 *
 * @param target  whose name is not repeated
 */
export function mendLines(
  { findings }: Envelope,
  target: string | undefined,
  paint: Paint,
  verbosity: Verbosity,
): readonly string[] {
  const shown = findings.filter(({ severity }) => verbosity > 0 || (severity !== 'ok' && severity !== 'info'));
  return alike(shown).flatMap(({ finding: { id, severity, scope, title, detail, fix }, addresses }) => {
    const { mx, host, zone, domain } = scope;
    const name = mx ?? host ?? zone ?? (domain === target ? undefined : domain);
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

export const section = (title: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : ['', paint.strong(title), ...lines];
