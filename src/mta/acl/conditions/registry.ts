/** Conditions by their names. To add one: a file here, its row below, its words in `config/acl/conditions.ts`. */
import type { ConditionRow } from '../rows.ts';
import { acl } from './acl.ts';
import { ADDRESS_CONDITIONS } from './addresses.ts';
import { CLIENT_CONDITIONS } from './client.ts';
import { condition } from './condition.ts';
import { verify } from './verify/verify.ts';

const ROWS: readonly ConditionRow[] = [acl, condition, verify, ...ADDRESS_CONDITIONS, ...CLIENT_CONDITIONS];

export const CONDITIONS: ReadonlyMap<string, ConditionRow> = new Map(ROWS.map((row) => [row.name, row]));
