/** Where serve says something else than a live Exim 4.96, and why. They count as differences. */
import { KNOWN as OF_BOTH } from '../dialogues/known.ts';

const NAMELESS =
  'not mended yet: a proxy that speaks for itself is not looked up by name; Exim does, and says it has none';

export const KNOWN: Readonly<Record<string, string>> = {
  ...OF_BOTH,
  'lists, lists of words: nobody, under TLS':
    'not mended yet: of a look-up within a list that is put off, Exim tells no reason where the list is of words',
  'doors, proxy: version 1, unknown': NAMELESS,
  'doors, proxy: version 2, the proxy itself': NAMELESS,
  'doors, proxy: ports that are none': 'a port beyond 65535 makes a wrong header; Exim takes the address before it',
};
