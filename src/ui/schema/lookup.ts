/** Data of `lookup`. */
import type { LookupData } from '../../mta/lookup/index.ts';
import { flag, number, object, oneOf, optional, text } from './shapes.ts';

export const lookupData = object<LookupData>({
  type: text('with its decorations and options'),
  key: optional(text('of a single-key type')),
  file: optional(text('where a single-key type looks')),
  query: optional(text('of a query type')),
  outcome: oneOf(['found', 'not-found', 'deferred']),
  value: optional(text('what was found')),
  tainted: optional(flag('the value comes from outside: it may not name a file, nor be expanded')),
  wild: optional(text('of a partial match: what the wild part stood for ($1)')),
  fixed: optional(text('and the rest ($2)')),
  cached: flag('it was remembered from before'),
  server: optional(text('who answered, where more than one could')),
  authenticated: optional(flag('DNSSEC vouches for the answer of the DNS, or does not')),
  error: optional(text('why it could not be decided')),
  tookMs: number('milliseconds'),
});
