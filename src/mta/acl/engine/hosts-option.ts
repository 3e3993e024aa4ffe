/** Is a client one of the hosts that an option names? */
import { after, clean, expand, isFailure, type Later, parseExpansion } from '../../expand/index.ts';
import { textOption } from './options.ts';
import type { AclRun } from './run.ts';

/** What cannot be known is no. */
export function isInHosts({ world, host }: AclRun, option: string, address: string): Later<boolean> {
  const list = textOption(world, option);
  if (list === undefined || list === '') return false;
  return after(expand(parseExpansion(list), host), (expanded) => {
    if (expanded.kind !== 'text') return false;
    return after(host.lists.match('host', clean(address), expanded), (found) => !isFailure(found) && found.matched);
  });
}
