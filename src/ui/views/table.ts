/** Columns under a dimmed head, as wide as what is in them, up to a bound. */
import type { Paint } from '../types.ts';
import { printable } from './finding-lines.ts';

const MAX_WIDTH = 60;

export function table(head: readonly string[], rows: readonly (readonly string[])[], paint: Paint): readonly string[] {
  const all = [head, ...rows.map((row) => row.map(printable))];
  const widths = head.map((_, column) => Math.min(MAX_WIDTH, Math.max(...all.map((row) => row[column]!.length))));
  return all.map((row, i) => {
    const cells = row.map((cell, column) => cell.slice(0, MAX_WIDTH).padEnd(widths[column]!));
    const line = `  ${cells.join('  ').trimEnd()}`;
    return i === 0 ? paint.dim(line) : line;
  });
}
