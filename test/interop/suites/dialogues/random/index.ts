/** Dialogues nobody wrote: configurations and client lines drawn at random from what administrators and clients may say. */
import type { Dialogue } from '../read.ts';
import { conversation } from './client.ts';
import { configuration } from './configuration.ts';
import { drawing } from './draw.ts';

/** Those of the seeds from `first` on: each the same for its seed. */
export const randomDialogues = (count: number, first: number): readonly Dialogue[] =>
  Array.from({ length: count }, (_, index) => {
    const draw = drawing(first + index);
    return {
      title: `random, ${first + index}`,
      configuration: configuration(draw),
      from: '10.1.2.3',
      lines: conversation(draw),
    };
  });
