/**
 * doc: every word of the configuration language explained: options, drivers, words of ACLs, items, operators, conditions and variables
 * of expansions, types of look-ups, events. What is said stands in the rows of their registries; here they are brought into one
 * shape, and found by what somebody types.
 */
import { aclWords } from './acl.ts';
import { driverWords } from './drivers.ts';
import { eventWords } from './events.ts';
import { expansionWords } from './expansions.ts';
import { lookupWords } from './lookups.ts';
import { optionWords } from './options.ts';
import type { Word } from './types.ts';

export { meaningsOf, relatedTo, scopeNames, suggestionsFor, wordsIn } from './search.ts';
export type { Word, WordKind } from './types.ts';

export const allWords = (): readonly Word[] => [
  ...optionWords(),
  ...driverWords(),
  ...aclWords(),
  ...expansionWords(),
  ...lookupWords(),
  ...eventWords(),
];
