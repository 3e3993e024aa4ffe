/** The value of a variable as things stand: what was set by name, else what the records say. */
import type { Later, Text } from '../../expand/index.ts';
import { type Facts, setByName } from '../facts.ts';
import { ADDRESS_READS } from './address.ts';
import { MESSAGE_READS } from './message.ts';
import { SECURITY_READS } from './security.ts';
import { SESSION_READS } from './session.ts';
import type { Read } from './types.ts';

const READS: ReadonlyMap<string, Read> = new Map(
  Object.entries({ ...SESSION_READS, ...SECURITY_READS, ...MESSAGE_READS, ...ADDRESS_READS }),
);

/** Undefined: the session knows nothing of it. */
export const readFact = (facts: Facts, name: string): Later<string | Text | undefined> =>
  setByName(facts, name) ?? READS.get(name)?.(facts);
