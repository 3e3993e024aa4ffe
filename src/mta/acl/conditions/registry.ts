/** Conditions by their names. To add one: a file here, its row below, its words in `config/acl/conditions.ts`. */
import { type ConditionRow, error } from '../rows.ts';
import { acl } from './acl.ts';
import { ADDRESS_CONDITIONS } from './addresses.ts';
import { atrnDomains } from './atrn-domains.ts';
import { CLIENT_CONDITIONS } from './client.ts';
import { condition } from './condition.ts';
import { CONTENT_CONDITIONS } from './content.ts';
import { dnslists } from './dnslists/dnslists.ts';
import { ratelimit } from './ratelimit/ratelimit.ts';
import { RESULT_CONDITIONS } from './results.ts';
import { SCAN_CONDITIONS } from './scan.ts';
import { seen } from './seen.ts';
import { verify } from './verify/verify.ts';

/** Read in configurations, and not there yet. */
const planned = (name: string, why: string): ConditionRow => ({
  name,
  takes: 'text',
  test: () => error(`"${name}" is planned, and does not work yet: ${why}`),
});

const ROWS: readonly ConditionRow[] = [
  acl,
  atrnDomains,
  condition,
  dnslists,
  ratelimit,
  seen,
  verify,
  ...ADDRESS_CONDITIONS,
  ...CLIENT_CONDITIONS,
  ...CONTENT_CONDITIONS,
  ...RESULT_CONDITIONS,
  ...SCAN_CONDITIONS,
  planned('dcc', 'dccifd cannot be asked'),
];

export const CONDITIONS: ReadonlyMap<string, ConditionRow> = new Map(ROWS.map((row) => [row.name, row]));
