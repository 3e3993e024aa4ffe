/** Options of routers and transports as they are drawn: some of a part, none twice. */
import { type Draw, one, several } from '../../dialogues/random/draw.ts';

/** Those that count every time they stand. */
const REPEATED = ['condition', 'headers_add', 'headers_remove', 'set'];

const nameOf = (line: string): string => line.split(/[ =]/)[0]!.replace(/^no_(?!more)/, '');

interface Choice {
  /** Lines that have to be. */
  readonly fixed: readonly string[];
  /** From which some are drawn, and of each at most how many; what would be said twice is left out. */
  readonly drawn: readonly (readonly [entries: readonly string[], most: number])[];
  /** Where nothing else is said. */
  readonly usual?: readonly string[];
}

export function options(draw: Draw, { fixed, drawn, usual = [] }: Choice): string {
  const lines = [...fixed];
  const names = new Set(fixed.map(nameOf));
  const add = (more: readonly string[]): void => {
    const own = more.map(nameOf);
    if (own.some((name) => names.has(name) && !REPEATED.includes(name))) return;
    for (const name of own) names.add(name);
    lines.push(...more);
  };
  for (const [entries, most] of drawn)
    for (const entry of several(draw, 0, most, () => one(draw, entries))) add(entry.split('\n'));
  for (const line of usual) add([line]);
  return lines.map((line) => `  ${line}\n`).join('');
}
