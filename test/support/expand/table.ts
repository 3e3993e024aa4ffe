/**
 * Tables of expansions as text: a line behind `> ` goes in, the lines up to the next one come out. A result that is no text
 * is `!kind message`. Lines that begin with `#` say something to the reader.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type ExpansionHost, expand, type Outcome, parseExpansion } from '../../../src/mta/expand/index.ts';
import { expansionHost } from './host.ts';

interface Row {
  readonly line: number;
  readonly input: string;
  readonly output: string;
}

export function readTable(text: string): readonly Row[] {
  const rows: Row[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const last = rows.at(-1);
    if (line.startsWith('> ')) rows.push({ line: index + 1, input: line.slice(2), output: '' });
    else if (!line.startsWith('#') && last !== undefined) {
      rows[rows.length - 1] = { ...last, output: last.output === '' ? line : `${last.output}\n${line}` };
    }
  }
  return rows.map((row) => ({ ...row, output: row.output.replace(/\n+$/, '') }));
}

export const showOutcome = (outcome: Outcome): string =>
  outcome.kind === 'text' ? outcome.text : `!${outcome.kind} ${outcome.message}`;

/** Every row of a table as a test of its own. */
export function testTable(path: string, variables: Readonly<Record<string, string>> = {}): void {
  testRows(path, expansionHost(variables));
}

export function testRows(path: string, host: ExpansionHost): void {
  const rows = readTable(readFileSync(path, 'latin1'));
  it.each(rows)('line $line: $input', async ({ input, output }) => {
    expect(showOutcome(await expand(parseExpansion(input), host))).toBe(output);
  });
}
