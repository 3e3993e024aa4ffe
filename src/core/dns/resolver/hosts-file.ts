/** The system's table of hosts (hosts(5)), which people expect to come before DNS. */
import { addressFamily, readBoundedFile } from '../../../base/index.ts';

/** Lower-case name → its addresses, in the order of the file. */
export type HostsTable = ReadonlyMap<string, readonly string[]>;

const MAX_BYTES = 4 * 1024 * 1024; // lists of advertisers' names run to some megabytes

/** A line that is none is passed over; so is a file that cannot be read, as the system does. */
export async function readHostsFile(path = '/etc/hosts'): Promise<HostsTable> {
  const read = await readBoundedFile(path, MAX_BYTES);
  return read.ok ? parseHosts(new TextDecoder().decode(read.value)) : new Map();
}

export function parseHosts(text: string): HostsTable {
  const table = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (addressFamily(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase().replace(/\.$/, '');
      table.set(key, [...(table.get(key) ?? []), address]);
    }
  }
  return table;
}
