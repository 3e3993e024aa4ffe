/** discovery: which record speaks for a domain, and which domain is its organization's, by either text. */
import type { Name } from '../../dns/index.ts';
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
  return remembering(
    rules === '9989' ? createTreeWalkMethod(records) : createSuffixListMethod(records, await ports.suffixes()),
  );
}

/** The organization of the author is wanted for every identifier that is to be aligned with it. */
function remembering(method: Method): Method {
  const known = new Map<Name, ReturnType<Method['organizationalDomain']>>();
  return {
    ...method,
    organizationalDomain: (name) => {
      const organization = known.get(name) ?? method.organizationalDomain(name);
      known.set(name, organization);
      return organization;
    },
  };
}

export { createRecords, type Records };
