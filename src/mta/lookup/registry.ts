/** Every type of lookup. To add one: a file in `drivers/` (copy `lsearch.ts` or `passwd.ts`), and its row below. */
import { iplsearch } from './drivers/iplsearch.ts';
import { lsearch } from './drivers/lsearch.ts';
import { nwildlsearch, wildlsearch } from './drivers/wildlsearch.ts';
import type { LookupDriver } from './types.ts';

export const DRIVERS: readonly LookupDriver[] = [iplsearch, lsearch, nwildlsearch, wildlsearch];

const BY_NAME = new Map(DRIVERS.map((driver) => [driver.name, driver]));

export const findDriver = (name: string): LookupDriver | undefined => BY_NAME.get(name);
