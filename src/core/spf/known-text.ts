/** A domain-spec without a client: what its macros come to, where that does not hang on who sends. */
import { usesMacro } from './grammar/macro-string.ts';
import type { MacroString } from './grammar/types.ts';
import { rearrange, urlEscape } from './rearrange.ts';

/**
 * `%{d}`, and `%{o}` for senders of the domain one began with; undefined where another macro is used.
 *
 * @param origin  the domain the check begins with
 */
export function knownText(spec: MacroString, domain: string, origin: string): string | undefined {
  if (usesMacro(spec, 'slipvhcrt')) return undefined;
  return spec.parts
    .map((part) => {
      if (part.kind === 'literal') return part.text;
      const text = rearrange(part.letter === 'd' ? domain : origin, part);
      return part.escape ? urlEscape(text) : text;
    })
    .join('');
}
