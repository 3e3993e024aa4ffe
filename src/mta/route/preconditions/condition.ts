/** condition, and debug_print, which comes before the files and the condition. */
import { after, expandOption } from '../../expand/index.ts';
import { MAIN_AND_PANIC } from '../../log/index.ts';
import { text } from '../settings.ts';
import { defer, type Precondition, skip } from './types.ts';

/** False are the empty text, 0, no and false; what cannot be expanded is false, too, and logged. */
export const condition: Precondition = {
  options: ['condition'],
  check: ({ router, host, world }) => {
    const written = text(router, 'condition');
    if (written === undefined) return undefined;
    return after(expandOption(written, host), (expanded) => {
      if (expanded.kind === 'deferred') return defer('condition', 'condition check lookup defer');
      if (expanded.kind === 'failed')
        world.log?.(
          `failed to expand condition "${written}" for ${router.name} router: ${expanded.message}`,
          MAIN_AND_PANIC,
        );
      if (expanded.kind !== 'text') return skip('condition', expanded.message, written);
      return FALSE.has(expanded.text.toLowerCase()) ? skip('condition', 'it is false', expanded.text) : undefined;
    });
  },
};

const FALSE: ReadonlySet<string> = new Set(['', '0', 'no', 'false']);

export const debugPrint: Precondition = {
  options: ['debug_print'],
  check: ({ router, host, world }) => {
    const written = text(router, 'debug_print');
    if (written === undefined || world.debug === undefined) return undefined;
    return after(expandOption(written, host), (expanded) => {
      world.debug?.(expanded.kind === 'text' ? expanded.text : `failed to expand "${written}": ${expanded.message}`);
      return undefined;
    });
  },
};
