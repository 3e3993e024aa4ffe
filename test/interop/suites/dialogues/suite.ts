/** Dialogues of clients with configurations: replies and log lines of `exim -bh` and of `mxray session`, side by side. */
import { join } from 'node:path';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { coverageOf } from './coverage/table.ts';
import { eximSays } from './exim.ts';
import { KNOWN } from './known.ts';
import { weSay } from './ours.ts';
import { readDialogues } from './read.ts';
import type { Said } from './said.ts';
import { startWorld } from './world.ts';

export const suite: Suite = {
  name: 'dialogues',
  proves: 'a session answers and logs what exim -bh answers and logs, command by command',
  run,
};

const WIDTH = 4;

async function run(context: Context): Promise<void> {
  await startWorld(context);
  const wanted = process.env.DIALOGUES;
  const dialogues = readDialogues().filter(({ title }) => wanted === undefined || title.startsWith(wanted));
  const ours = await weSay(dialogues);
  const theirs = await concurrently(WIDTH, dialogues, (dialogue) =>
    eximSays(dialogue, join(context.folder, String(dialogues.indexOf(dialogue)))),
  );
  if (process.env.DUMP) for (const [i, d] of dialogues.entries()) console.log(`##### ${d.title}\n--- exim\n${theirs[i]!.replies.slice(1).join('\n')}\n${theirs[i]!.log.join('\n')}\n--- ours\n${ours[i]!.replies.slice(1).join('\n')}\n${ours[i]!.log.join('\n')}`);
  const differences = dialogues.map((_, index) => difference(ours[index]!, theirs[index]!));
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
  const { lines, missing } = coverageOf(theirs.flatMap(({ exercised }) => exercised));
  for (const line of lines) context.note(line);
  if (missing.length > 0) context.note(`missing: ${missing.join(', ')}`);
  context.note(`${same} of ${dialogues.length} dialogues are identical: ${share} %`);
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
