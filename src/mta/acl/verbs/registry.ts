/** Verbs by their names. To add one: a file here, its row below, its words in `config/acl/verbs.ts`. */
import { accept } from './accept.ts';
import { discard } from './discard.ts';
import { REFUSALS } from './refusals.ts';
import { require } from './require.ts';
import type { VerbRow } from './types.ts';
import { warn } from './warn.ts';

export const VERBS: ReadonlyMap<string, VerbRow> = new Map(
  [accept, discard, require, warn, ...REFUSALS].map((row) => [row.name, row]),
);
