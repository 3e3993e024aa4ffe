/** discovery: which record speaks for a domain, and which domain is its organization's, by either text. */
import type { DmarcPorts, Rules } from '../types.ts';
import { createSuffixListMethod } from './by-suffix-list.ts';
import { createTreeWalkMethod } from './by-tree-walk.ts';
import { createRecords, type Records } from './look-up.ts';
import type { Method } from './types.ts';

export { discoveryFrom } from './by-tree-walk.ts';
export { textsOf } from './look-up.ts';
export { organizationalDomain, type Walk, walkTargets, walkTree } from './tree-walk.ts';
export type { Discovery, FoundPolicy, Method } from './types.ts';

export async function createMethod(
  ports: DmarcPorts,
  rules: Rules,
  records: Records = createRecords(ports, rules),
): Promise<Method> {
  return rules === '9989' ? createTreeWalkMethod(records) : createSuffixListMethod(records, await ports.suffixes());
}
export { createRecords, type Records };
