/** Dialogues of clients with configurations: replies and log lines of `exim -bh` and of `mxray session`, side by side. */
import { join } from 'node:path';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startClamd, startSpamd } from '../scanners/daemons.ts';
import { coverageOf } from './coverage/table.ts';
import { NOT_IN_TESTS } from './coverage/wanted.ts';
import { type EximSaid, eximSays } from './exim.ts';
import { KNOWN } from './known.ts';
import { weSay } from './ours.ts';
import { randomDialogues } from './random/index.ts';
import { type Dialogue, readDialogues } from './read.ts';
import type { Said } from './said.ts';
import { startWorld } from './world.ts';

export const suite: Suite = {
  name: 'dialogues',
  proves: 'a session answers and logs what exim -bh answers and logs, command by command',
  run,
};

const WIDTH = 4;
const EVERY = 3;
/** In the full form, whose seeds are many enough for the share to be steady, more is asked for. */
const RANDOM = { reduced: { count: 40, leastShare: 0.8 }, full: { count: 500, leastShare: 0.9 }, first: 1 };

async function run(context: Context): Promise<void> {
  await startWorld(context);
  if (context.full) await Promise.all([startClamd(context), startSpamd(context)]);
  if (process.env.DIALOGUES === undefined) await runRandom(context);
  if (process.env.RANDOM_DIALOGUES !== undefined) return;
  const dialogues = chosen(readDialogues(import.meta.dirname, context), context);
  const { theirs, differences } = await compare(dialogues, join(context.folder, 'written'));
  for (const [index, { title }] of dialogues.entries()) {
    const known = KNOWN[title];
    const found = differences[index];
    await context.test(known === undefined ? title : `${title} (known: ${known})`, () => {
      if (known === undefined && found !== undefined) throw new Error(found);
      if (known !== undefined && found === undefined) throw new Error('there is no difference any more');
    });
  }
  const same = differences.filter((one) => one === undefined).length;
  const share = ((same / dialogues.length) * 100).toFixed(1);
  if (context.full) tellCoverage(theirs, context);
  context.note(`${same} of ${dialogues.length} dialogues are identical: ${share} %`);
}

interface Compared {
  readonly theirs: readonly EximSaid[];
  readonly differences: readonly (string | undefined)[];
}

async function compare(dialogues: readonly Dialogue[], folder: string): Promise<Compared> {
  const ours = await weSay(dialogues);
  const theirs = await concurrently(WIDTH, dialogues, (dialogue) =>
    eximSays(dialogue, join(folder, String(dialogues.indexOf(dialogue)))),
  );
  return { theirs, differences: dialogues.map((_, index) => difference(ours[index]!, theirs[index]!)) };
}

/** `RANDOM_DIALOGUES`: others and nothing else, by how many and from which seed, as `500 7000`. */
async function runRandom(context: Context): Promise<void> {
  const form = context.full ? RANDOM.full : RANDOM.reduced;
  const { leastShare } = form;
  const [count = form.count, first = RANDOM.first] = (process.env.RANDOM_DIALOGUES?.split(' ') ?? []).map(Number);
  const dialogues = await randomDialogues(count, first, join(context.folder, 'random-files'));
  const { differences } = await compare(dialogues, join(context.folder, 'random'));
  const different = dialogues.flatMap(({ title }, index) =>
    differences[index] === undefined ? [] : [`${title}: ${differences[index]}`],
  );
  const same = count - different.length;
  await context.test(`of ${count} dialogues drawn at random ${leastShare * 100} % are identical`, () => {
    if (same < count * leastShare) throw new Error(different.join('\n'));
  });
  context.note(`${same} of ${count} random dialogues are identical: ${((same / count) * 100).toFixed(1)} %`);
  if (context.full) for (const one of different) context.note(one);
}

function tellCoverage(said: readonly EximSaid[], { note }: Context): void {
  const { lines, missing } = coverageOf(
    said.flatMap(({ exercised }) => exercised),
    NOT_IN_TESTS,
  );
  for (const line of lines) note(line);
  if (missing.length > 0) note(`missing: ${missing.join(', ')}`);
}

/**
 * In the reduced form every third, and none of those that need scanners. `DIALOGUES`: those whose titles begin so, and none that is
 * drawn.
 */
function chosen(dialogues: readonly Dialogue[], { full }: Context): readonly Dialogue[] {
  const wanted = process.env.DIALOGUES;
  if (wanted !== undefined) return dialogues.filter(({ title }) => title.startsWith(wanted));
  return full
    ? dialogues
    : dialogues.filter(({ title }, index) => index % EVERY === 0 && !title.startsWith('scanners'));
}

function difference(ours: Said, theirs: Said): string | undefined {
  const parts = (['replies', 'log'] as const).flatMap((part) => {
    const [mine, other] = [ours[part], theirs[part]];
    if (mine.join('\n') === other.join('\n')) return [];
    const at = mine.findIndex((line, index) => line !== other[index]);
    const line = at < 0 ? mine.length : at;
    return [`${part}, line ${line + 1}\n    exim ${other[line] ?? '(none)'}\n    ours ${mine[line] ?? '(none)'}`];
  });
  return parts.length === 0 ? undefined : parts.join('\n');
}
