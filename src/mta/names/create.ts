/** What a list may ask of names, over a resolver that is made when it is first asked. */
import type { Result } from '../../base/index.ts';
import type { HostsTable, Resolver } from '../../core/dns/index.ts';
import { readHostsFile } from '../../core/dns/index.ts';
import type { Later } from '../expand/index.ts';
import type { NamesPort } from '../match/index.ts';
import { askAddresses, findAddresses } from './addresses.ts';
import { findExchangers } from './exchangers.ts';
import { createQuestions } from './questions.ts';
import { claimedNames, findNames, readOrder } from './reverse.ts';

export interface NamesOptions {
  readonly resolver: () => Later<Result<Pick<Resolver, 'lookup'>, { readonly message: string }>>;
  /** `host_lookup_order`; default `bydns:byaddr`. */
  readonly order?: string;
  /** `disable_ipv6`: no address of that family is looked for. */
  readonly withoutIpv6?: boolean;
  /** The system's table of hosts; default: /etc/hosts, read when it is first wanted. */
  readonly hosts?: () => Promise<HostsTable>;
}

export function createNames({ resolver, order, withoutIpv6 = false, hosts = readHostsFile }: NamesOptions): NamesPort {
  const ways = readOrder(order ?? 'bydns:byaddr');
  let table: Promise<HostsTable> | undefined;
  const knownHosts = (): Promise<HostsTable> => {
    table ??= hosts();
    return table;
  };
  const questions = createQuestions(resolver, withoutIpv6);
  return {
    addressesOf: (name) => findAddresses(name, questions, knownHosts),
    namesOf: (address) => findNames(address, ways, questions, knownHosts),
    claimedNames: (address) => claimedNames(address, ways, questions, knownHosts),
    addressesInDns: (name) => askAddresses(name, questions),
    mailExchangers: (domain) => findExchangers(domain, questions),
  };
}
