/** The name of a message in a directory that is neither maildir nor mailstore (`directory_file`). */
import { link, unlink } from 'node:fs/promises';
import { sleep } from '../../../base/index.ts';
import { halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { codeOf, deferred, errnoOf } from '../outcome.ts';
import type { AnswerLate } from '../types.ts';
import type { AppendfileTask } from './task.ts';

const MAX_TRIES = 5;
/** Names are often made of the time. */
const TICK_MS = 1000;

/** Linked, and not renamed: what is there by that name stays. Tried again as long as the name changes. */
export async function nameInDirectory(
  { path }: AppendfileTask,
  temporary: string,
  known: { readonly inode: number; readonly size: number },
  answer: AnswerLate,
): Promise<void> {
  try {
    let before: string | undefined;
    for (let tries = 1; ; tries += 1) {
      const name = `${path}/${await leafOf(known, answer)}`;
      const trouble = await link(pathOf(temporary), pathOf(name)).catch((thrown: unknown) => thrown);
      if (trouble === undefined) return;
      if (codeOf(trouble) !== 'EEXIST' || tries >= MAX_TRIES || name === before)
        halt(deferred(`while renaming ${temporary} as ${name}`, { errno: errnoOf(trouble) }));
      before = name;
      await sleep(TICK_MS);
    }
  } finally {
    await unlink(pathOf(temporary)).catch(() => {}); // linked or not, it has had its time
  }
}

async function leafOf(known: { readonly inode: number; readonly size: number }, answer: AnswerLate): Promise<string> {
  const leaf = await answer({ option: 'directory_file', ...known });
  return 'text' in leaf ? leaf.text : halt(deferred(leaf.failure, { panic: true }));
}
