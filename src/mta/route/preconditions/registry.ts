/**
 * Preconditions in the order in which they are looked at (Exim spec §3.12 "Router preconditions"). To add one: a file here,
 * a row below. What a precondition finds out (`$domain_data`, `$home`) those below it can use.
 */
import { condition, debugPrint } from './condition.ts';
import { requireFiles } from './files.ts';
import { domains, localParts, senders } from './lists.ts';
import { homeDirectory, localUser } from './local-user.ts';
import { addressTest, expn, verifies, verifyOnly } from './purpose.ts';
import type { Precondition } from './types.ts';

export const PRECONDITIONS: readonly Precondition[] = [
  verifyOnly,
  addressTest,
  verifies,
  expn,
  domains,
  localParts,
  localUser,
  homeDirectory,
  senders,
  debugPrint,
  requireFiles,
  condition,
];
