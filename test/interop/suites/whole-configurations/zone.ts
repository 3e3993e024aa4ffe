/** The addresses and names that the servers of a site have for themselves. */
import { a, aaaa, mx, type Zone } from '../../framework/name-server.ts';
import type { Kind } from './side.ts';
import type { Addresses } from './types.ts';

/** Both serve at once, each at addresses and with a domain of its own. */
export function addressesOf(index: number, kind: Kind): Addresses {
  const [number, letter] = kind === 'exim' ? [1, 'e'] : [2, 'o'];
  return {
    net: `127.${100 + index}.${number}`,
    net6: `fd00:${100 + index}:${number}:`,
    zone: `${letter}${index}.test`,
  };
}

const HOPS = ['plain', 'modern', 'secure', 'lmtp', 'busy', 'closed', 'certified', 'other'];
export const HOSTS6: readonly number[] = [1, ...HOPS.map((_, at) => 10 + at)];

export function zoneOf({ net, net6, zone }: Addresses): Zone {
  return {
    ...Object.fromEntries(HOPS.map((name, at) => [`${name}.${zone}`, [a(`${net}.${10 + at}`)]])),
    [`six.${zone}`]: [aaaa(`${net6}:11`)],
    [`both.${zone}`]: [aaaa(`${net6}:10`), a(`${net}.11`)],
    [`mail6.${zone}`]: [mx(10, `six.${zone}`)],
    [`dead.${zone}`]: [a(`${net}.9`)],
    [`self.${zone}`]: [a(`${net}.1`)],
    [`mail.${zone}`]: [mx(10, `plain.${zone}`)],
    [`new.${zone}`]: [mx(10, `modern.${zone}`)],
    [`two.${zone}`]: [mx(10, `dead.${zone}`), mx(20, `modern.${zone}`)],
    [`loop.${zone}`]: [mx(10, `self.${zone}`)],
    [`null.${zone}`]: [mx(0, '')],
    [`gone.${zone}`]: [mx(10, `nowhere.${zone}`)],
    [`down.${zone}`]: [mx(10, `dead.${zone}`)],
    [`busymail.${zone}`]: [mx(10, `busy.${zone}`)],
    [`closedmail.${zone}`]: [mx(10, `closed.${zone}`)],
    [`backup.${zone}`]: [mx(10, `plain.${zone}`), mx(20, `self.${zone}`)],
    'client.example': [mx(10, 'outside.example')],
    'public.example': [mx(10, 'outside.example')],
    'outside.example': [a('127.99.0.1')],
  };
}
