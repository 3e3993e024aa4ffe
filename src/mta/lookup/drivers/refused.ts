/** Types that nobody answers here: each says why, and what to use in its place. They are known, so that a type is never "unknown". */
import { failed } from '../../expand/index.ts';
import type { LookupDriver, LookupStyle } from '../types.ts';

const refused = (name: string, style: LookupStyle, doc: string, advice: string): LookupDriver => ({
  name,
  style,
  doc,
  find: () => failed(`no ${name} lookup here: ${advice}`),
});

const NIS = 'NIS is not spoken; getent gives the table as text (getent aliases), for lsearch or cdb';
const DIRECTORY = 'use ldap, or a table that it is written to, with lsearch or cdb';
const DATABASE = 'use mysql, pgsql or sqlite, or a table that it is written to, with lsearch or cdb';

export const REFUSED: readonly LookupDriver[] = [
  refused('ibase', 'query', 'InterBase: not spoken here.', DATABASE),
  refused(
    'lmdb',
    'single-key',
    'LMDB: not read here.',
    'make a cdb of the same table (cdb -c) and look that up with cdb',
  ),
  refused('nis', 'single-key', 'A NIS map: not spoken here.', NIS),
  refused('nis0', 'single-key', 'A NIS map, keys with a zero octet behind them: not spoken here.', NIS),
  refused('nisplus', 'query', 'NIS+: not spoken here.', DIRECTORY),
  refused('oracle', 'query', 'Oracle: not spoken here.', DATABASE),
  refused('whoson', 'query', 'Whoson: not spoken here.', 'keep who is logged in in redis, mysql, pgsql or sqlite'),
];
