/** Domains by the thousand for benchmarks: each its own signed zone, all with the same mail server and key. */
import { pass } from './expect.ts';
import type { DomainRow } from './types.ts';

/** More would need more than a minute to sign and hundreds of megabytes. */
export const MAX_BULK_DOMAINS = 10_000;

/** Stands for the one server that all share; its facts serve every bulk domain's `mx`. */
export const BULK_HOST: DomainRow = {
  name: 'bulk.test',
  shows: 'the shared mail host of the bulk domains',
  hosts: [{ name: 'mx', tlsa: ['3 1 1'] }],
  expect: pass('dane'),
};

/** `bulk0001.bulk.test` and so on: plain good domains. */
export function bulkRows(count: number): readonly DomainRow[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `bulk${String(index + 1).padStart(4, '0')}.bulk.test`,
    shows: 'one of many',
    hosts: [{ name: 'mx', tlsa: ['3 1 1'] }],
    expect: pass('dane'),
  }));
}
