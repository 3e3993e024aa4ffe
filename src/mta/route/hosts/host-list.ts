/** Lists of hosts as manualroute has them: `name`, `name::port`, `[address]:port`, `name/MX`; `+` begins a new group. */
import { addressFamily, type Random } from '../../../base/index.ts';
import { readList } from '../../expand/index.ts';
import type { RouteWorld } from '../types.ts';
import { shuffled } from './shuffle.ts';

export interface ListedHost {
  readonly name: string;
  readonly port?: number;
  /** The hosts that the MX records of this name lead to. */
  readonly byMx: boolean;
}

/** @param randomizes  hosts of one group are tried in any order */
export function readHostList(
  list: string,
  randomizes: boolean,
  world: Pick<RouteWorld, 'keepsOrder'>,
  random: Random,
): readonly ListedHost[] {
  const { items } = readList(list);
  if (!randomizes) return items.filter((item) => item !== '+').map(readHost);
  const groups: string[][] = [[]];
  for (const item of items) {
    if (item === '+') groups.push([]);
    else groups.at(-1)!.push(item);
  }
  return groups.flatMap((group) => shuffled(group, world, random)).map(readHost);
}

function readHost(item: string): ListedHost {
  const { name, port } = splitPort(item);
  const byMx = name.length > 3 && name.toLowerCase().endsWith('/mx');
  return { name: byMx ? name.slice(0, -3) : name, byMx, ...(port !== undefined && { port }) };
}

/** An address of IPv6 has brackets before a port, and only then; what could be part of an address is. */
function splitPort(item: string): { readonly name: string; readonly port?: number } {
  const [, address, given] = /^\[(.*)\]:(\d+)$/s.exec(item) ?? [];
  if (address !== undefined) return { name: address, port: Number(given) };
  if (addressFamily(item) !== 0) return { name: item };
  const [, name, port] = /^(.+):(\d+)$/s.exec(item) ?? [];
  return name === undefined ? { name: item } : { name, port: Number(port) };
}
