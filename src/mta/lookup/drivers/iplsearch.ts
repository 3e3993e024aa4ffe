import { deferred, isFailure } from '../../expand/index.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import { notALinearFile, readable, readLinearData, scanLinear } from '../files/linear.ts';
import { createNetworks, type Networks, parseAddress } from '../files/networks.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';

interface Index {
  readonly text: string;
  readonly networks: Networks;
  /** Where the first item with the key `*` starts: only a default asks for it. */
  readonly star?: number;
}

const files = createKeptFiles({ purpose: 'linear search', notAFile: notALinearFile, read: readIndex });

function readIndex(octets: Buffer): Index {
  const text = readable(octets.toString('latin1'));
  const networks = createNetworks();
  let star: number | undefined;
  scanLinear(text, (key, at) => {
    if (key === '*') star ??= at;
    else networks.add(key, at);
  });
  return { text, networks, ...(star !== undefined && { star }) };
}

export const iplsearch: LookupDriver = {
  name: 'iplsearch',
  style: 'single-key',
  inFiles: true,
  doc: 'As lsearch, with addresses and networks for keys (IPv6 in quotes); the first that holds the address counts, not the narrowest.',
  remembers: true,
  find: ({ key, source, options, turn }): DriverAnswer => {
    const index = files.get(source, turn);
    if (isFailure(index)) return index;
    const address = parseAddress(key);
    if (address === undefined && key !== '*') return deferred(noAddress(key));
    const at = address === undefined ? index.star : index.networks.find(address);
    if (at === undefined) return { kind: 'not-found' };
    const { data, full } = readLinearData(index.text, at);
    return { kind: 'found', text: options.includes('ret=full') ? full : data };
  },
};

const noAddress = (key: string): string =>
  `"${key}" is not a valid iplsearch key (an IP address, with optional CIDR mask, is wanted): ` +
  'in a host list, use net-iplsearch as the search type';
