/** The message is taken, and the client told otherwise. */
import { after, expand, parseExpansion } from '../../expand/index.ts';
import type { ControlRow } from './types.ts';

const DEFAULT_TEXT =
  'Your message has been rejected but is being kept for evaluation.\n' +
  'If it was a legitimate message, it may still be delivered to the target recipient(s).';

const fake = (name: 'fakedefer' | 'fakereject'): ControlRow => ({
  name,
  options: true,
  read: ({ options, tainted }, run) => {
    if (options === '') return { name, text: DEFAULT_TEXT };
    const written = options.slice(1);
    // Exim expands it once more; what came from outside is no program.
    if (tainted) return { name, text: written };
    return after(expand(parseExpansion(written), run.host), (text) => ({
      name,
      text: text.kind === 'text' ? text.text : DEFAULT_TEXT,
    }));
  },
});

export const FAKE_CONTROLS = [fake('fakedefer'), fake('fakereject')];
