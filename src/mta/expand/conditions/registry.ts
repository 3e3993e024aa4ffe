/** Every condition. To add one: a file here (copy `def.ts`), and its row below. */
import type { ConditionRow } from '../ast.ts';
import { and, or } from './and-or.ts';
import { AUTHENTICATION_CONDITIONS, aclCondition } from './authentication.ts';
import { bool, boolLax } from './booleans.ts';
import { crypteq } from './crypteq.ts';
import { def } from './def.ts';
import { QUANTIFIERS } from './forany.ts';
import { inlist, inlisti } from './inlist.ts';
import { IP_CONDITIONS } from './ip.ts';
import { LIST_CONDITIONS } from './lists.ts';
import { match } from './match.ts';
import { NUMBER_CONDITIONS } from './numbers.ts';
import { saslauthd } from './saslauthd.ts';
import { inboundSrs } from './srs.ts';
import { STRING_CONDITIONS } from './strings.ts';
import { exists, firstDelivery, queueRunning } from './system.ts';

export const CONDITIONS: readonly ConditionRow[] = [
  aclCondition,
  and,
  bool,
  boolLax,
  crypteq,
  def,
  exists,
  firstDelivery,
  inboundSrs,
  inlist,
  inlisti,
  match,
  or,
  queueRunning,
  saslauthd,
  ...AUTHENTICATION_CONDITIONS,
  ...IP_CONDITIONS,
  ...LIST_CONDITIONS,
  ...NUMBER_CONDITIONS,
  ...QUANTIFIERS,
  ...STRING_CONDITIONS,
];

const BY_NAME = new Map(CONDITIONS.map((row) => [row.name, row]));

export const findCondition = (name: string): ConditionRow | undefined => BY_NAME.get(name);
