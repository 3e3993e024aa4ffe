/** One side of the traffic, where it came from or where it went, counted by host, domain, address and user. */

import { domainOf, firstWord } from './phrases.ts';
import { Tally } from './tally.ts';

export interface Sides {
  readonly hosts: Tally;
  readonly domains: Tally;
  readonly addresses: Tally;
  readonly localUsers: Tally;
}

export const sides = (): Sides => ({
  hosts: new Tally(),
  domains: new Tally(),
  addresses: new Tally(),
  localUsers: new Tally(),
});

export const sizes = ({ hosts, domains, addresses }: Sides) => ({
  hosts: hosts.size,
  domains: domains.size,
  addresses: addresses.size,
});

export const rankings = ({ hosts, domains, addresses, localUsers }: Sides, top: number) => ({
  hosts: hosts.ranking(top),
  domains: domains.ranking(top),
  addresses: addresses.ranking(top),
  localUsers: localUsers.ranking(top),
});

export function countSide(side: Sides, rest: string, host: string, sizeBytes: number): void {
  side.hosts.add(host, sizeBytes);
  side.domains.add(domainOf(rest), sizeBytes);
  side.addresses.add(firstWord(rest), sizeBytes);
}
