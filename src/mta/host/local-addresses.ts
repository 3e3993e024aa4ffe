/** The host's own addresses (Exim spec ch. "Starting the daemon and the use of network interfaces"). */
import { networkInterfaces } from 'node:os';
import { readList } from '../expand/index.ts';

/** Those of `local_interfaces`, where a wildcard is all of the host's; and those of `extra_local_interfaces`. Asked once. */
export function localAddressesOf(options: Readonly<Record<string, string>>): () => readonly string[] {
  let known: readonly string[] | undefined;
  return () => {
    known ??= read(options);
    return known;
  };
}

function read({
  local_interfaces: own = '0.0.0.0',
  extra_local_interfaces: extra = '',
}: Readonly<Record<string, string>>) {
  const addresses = readList(own).items.map(withoutPort);
  return [
    ...addresses.flatMap((address) => (WILDCARDS.has(address) ? interfaceAddresses() : [address])),
    ...readList(extra).items,
  ];
}

const WILDCARDS = new Set(['0.0.0.0', '::0', '::']);

/** `192.0.2.1.25`, `[192.0.2.1]:25`, `[2001:db8::1]:25`, `2001:db8::1.25`. */
const withoutPort = (item: string): string =>
  /^\[(.*)\](?::\d+)?$/.exec(item)?.[1] ?? item.replace(/^(\d+(?:\.\d+){3}|.*:.*)\.\d+$/, '$1');

const interfaceAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
