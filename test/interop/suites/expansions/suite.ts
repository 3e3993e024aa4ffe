/** Expansions: the same strings to `exim -be` and to us; text against text, failure against failure with its words. */
import { expansionNames } from '../../../../src/mta/expand/index.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { type RowTally, tallyRows } from './coverage.ts';
import { eximAnswers } from './exim.ts';
import { generate } from './generate.ts';
import { handWritten } from './lines.ts';
import { ourAnswers } from './ours.ts';

export const suite: Suite = {
  name: 'expansions',
  proves: 'strings come to what exim -be makes of them, or fail in the same words',
  run,
};

/** Of all strings, by the issue that this suite answers. */
const TARGET = 0.995;
const REDUCED = 1500;
const FULL = 20_000;
const SHOWN = 40;
/** Exim 4.96 has not got these. */
const NEWER = new Set(['operator headerwrap', 'operator xtextd']);

async function run(context: Context): Promise<void> {
  const seed = Number(process.env.EXPANSIONS_SEED ?? (context.full ? Date.now() % 1_000_000 : 1));
  const written = handWritten();
  const lines = [...written, ...generate(context.full ? FULL : REDUCED, seed)];
  const theirs = await eximAnswers(lines, context.folder);
  const ours = await ourAnswers(lines, context.folder);
  context.note(`seed ${seed}: ${written.length} written, ${lines.length - written.length} generated`);
  const differences: string[] = [];
  let compared = 0;
  for (const [index, line] of lines.entries()) {
    const expected = theirs[index];
    if (expected === undefined) continue; // it crashed there
    compared += 1;
    if (ours[index] !== expected)
      differences.push(`${line}\n      exim ${show(expected)}\n      ours ${show(ours[index]!)}`);
  }
  const agreed = compared - differences.length;
  context.note(
    `${agreed} of ${compared} agree, ${((agreed / compared) * 100).toFixed(2)} %; exim crashed at ${lines.length - compared}`,
  );
  for (const difference of differences.slice(0, SHOWN)) context.note(difference);
  await context.test(`${TARGET * 100} % agree`, () => {
    if (agreed < TARGET * compared) throw new Error(`${differences.length} of ${compared} differ`);
  });
  await coverage(context, tallyRows(lines, theirs));
}

const show = (text: string): string => JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** Each row of the registries in a string that came to a text, in one that came to nothing, and in one that failed. */
async function coverage(context: Context, tally: ReadonlyMap<string, RowTally>): Promise<void> {
  const { items, operators, conditions } = expansionNames();
  const names = [
    ...items.map((name) => `item ${name}`),
    ...operators.map((name) => `operator ${name}`),
    ...conditions.map((name) => `condition ${name}`),
  ];
  const lacking = (part: keyof RowTally): readonly string[] =>
    names.filter((name) => (tally.get(name)?.[part] ?? 0) === 0);
  for (const part of ['match', 'nothing', 'error'] as const)
    context.note(
      `${part}: ${names.length - lacking(part).length} of ${names.length} rows; not ${lacking(part).join(', ') || 'one missing'}`,
    );
  await context.test('every row that Exim has is asked', () => {
    const unseen = names.filter((name) => !tally.has(name) && !NEWER.has(name));
    if (unseen.length > 0) throw new Error(`never in a string: ${unseen.join(', ')}`);
  });
}
