/** Expansions: the same strings to `exim -be` and to us; text against text, failure against failure with its words. */
import type { Context, Suite } from '../../framework/types.ts';
import { CANNOT, coverageOf, type Part, type RowTally, tallyRows, wronglyDeclared } from './coverage.ts';
import { eximAnswers } from './exim.ts';
import { generate } from './generate.ts';
import { handWritten } from './lines.ts';
import { mutate } from './mutate.ts';
import { ourAnswers } from './ours.ts';
import { startPeers } from './peers.ts';
import { variableLines } from './variables.ts';
import { wideLines } from './wide.ts';

export const suite: Suite = {
  name: 'expansions',
  proves: 'strings come to what exim -be makes of them, or fail in the same words',
  run,
};

/** Of all strings, by the issue that this suite answers. */
const TARGET = 0.997;
const REDUCED = { generated: 1500, mutated: 1000, wide: 500 };
const FULL = { generated: 20_000, mutated: 10_000, wide: 20_000 };
const SHOWN = 40;

async function run(context: Context): Promise<void> {
  const seed = Number(process.env.EXPANSIONS_SEED ?? (context.full ? Date.now() % 1_000_000 : 1));
  const { generated, mutated, wide } = context.full ? FULL : REDUCED;
  const { lines: served } = await startPeers(context);
  const written = handWritten();
  const variables = variableLines();
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ['written', [...written, ...served]],
    ['of variables', variables.lines],
    ['generated', generate(generated, seed)],
    ['written and changed', mutate(written, mutated, seed)],
    ['of all rows', wideLines(wide, seed)],
  ];
  const lines = kinds.flatMap(([, some]) => some);
  const theirs = await eximAnswers(lines, context.folder);
  const ours = await ourAnswers(lines, context.folder);
  context.note(`seed ${seed}: ${kinds.map(([kind, some]) => `${some.length} ${kind}`).join(', ')}`);
  await compare(context, lines, theirs, ours.answers);
  await coverage(context, tallyRows(ours.seen.filter((_, index) => ours.answers[index] === theirs[index])));
  const { names, absent, own } = variables;
  context.note(
    `variables: ${names.length} of ${names.length + absent.length} asked, ${absent.length} cannot (not in this Exim: ${absent.join(', ')}); ` +
      `of ${own.length} only whether they are defined (they tell of the program: ${own.join(', ')})`,
  );
}

async function compare(
  context: Context,
  lines: readonly string[],
  theirs: readonly (string | undefined)[],
  ours: readonly string[],
): Promise<void> {
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
}

const show = (text: string): string => JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text);

const PARTS: Readonly<Record<Part, string>> = { match: 'a match', nothing: 'a non-match', error: 'an error' };

/** Each row of the registries in a string that came to a text, in one that came to nothing, and in one that failed. */
async function coverage(context: Context, tally: ReadonlyMap<string, RowTally>): Promise<void> {
  for (const [part, words] of Object.entries(PARTS) as [Part, string][]) {
    const { covered, rows, cannot, missing } = coverageOf(part, tally);
    context.note(`${words}: ${covered} of ${rows} rows, ${cannot.length} cannot`);
    for (const [reason, names] of reasonsOf(cannot, part)) context.note(`  cannot, ${reason}: ${names.join(', ')}`);
    await context.test(`every row that can has ${words}`, () => {
      if (missing.length > 0) throw new Error(`not ${missing.join(', ')}`);
    });
  }
  await context.test('what is declared impossible is not seen', () => {
    const seen = wronglyDeclared(tally);
    if (seen.length > 0) throw new Error(seen.join(', '));
  });
}

function reasonsOf(names: readonly string[], part: Part): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, string[]>();
  for (const name of names) {
    const reason = CANNOT[name]?.[part] ?? '';
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  return reasons;
}
