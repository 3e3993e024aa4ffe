/**
 * Dialogues with live servers that nobody wrote: configurations with TLS, authenticators, proxies, rewriting and log selectors,
 * and clients who use what is offered, rightly and wrongly, drawn at random.
 */
import { drawing, several } from '../../dialogues/random/draw.ts';
import type { Dialogue } from '../../dialogues/read.ts';
import { conversation } from './client.ts';
import { drawConfiguration } from './configuration.ts';

/** Servers start for each configuration, so that each gets some. */
const OF_EACH = 3;

/** Those of the seeds from `first` on: each configuration, with its conversations, the same for its seed. */
export const randomDialogues = (count: number, first: number): readonly Dialogue[] =>
  Array.from({ length: Math.ceil(count / OF_EACH) }, (_, index) => {
    const seed = first + index;
    const draw = drawing(seed);
    const { text, offers } = drawConfiguration(draw);
    return several(draw, OF_EACH, OF_EACH, () => conversation(draw, offers)).map((lines, at) => ({
      title: `random, ${seed}.${at + 1}`,
      configuration: `# ${seed}\n${text}`,
      from: '10.1.2.3',
      lines,
    }));
  })
    .flat()
    .slice(0, count);
