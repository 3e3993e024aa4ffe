/** Where serve says something else than a live Exim 4.96, and why. They count as differences. */
import { KNOWN as OF_BOTH } from '../dialogues/known.ts';

export const KNOWN: Readonly<Record<string, string>> = {
  ...OF_BOTH,
  'doors, proxy: ports that are none': 'a port beyond 65535 makes a wrong header; Exim takes the address before it',
};
