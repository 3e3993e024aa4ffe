/** Dialogues nobody wrote: configurations and client lines drawn at random from what administrators and clients may say. */
import type { Dialogue } from '../read.ts';
import { client, conversation } from './client.ts';
import { configuration } from './configuration.ts';
import { drawing } from './draw.ts';
import { makeFiles } from './files.ts';

/** Those of the seeds from `first` on: each the same for its seed. What their lists look up is made in `folder`. */
export async function randomDialogues(count: number, first: number, folder: string): Promise<readonly Dialogue[]> {
  await makeFiles(folder);
  return Array.from({ length: count }, (_, index) => {
    const draw = drawing(first + index);
    return {
      title: `random, ${first + index}`,
      configuration: `FILES = ${folder}\n${configuration(draw)}`,
      from: client(draw),
      lines: conversation(draw),
    };
  });
}
