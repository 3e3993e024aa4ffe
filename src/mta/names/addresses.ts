/** The addresses of a name: of each family what the system's table says, else what the DNS says. */
import { addressFamily } from '../../base/index.ts';
import type { HostsTable } from '../../core/dns/index.ts';
import { eitherOf, type Questions } from './questions.ts';

/** One family that cannot be looked up is no matter where the other has an address. */
export async function findAddresses(
  name: string,
  questions: Questions,
  hosts: () => Promise<HostsTable>,
): Promise<readonly string[] | undefined> {
  const known = (await hosts()).get(name.toLowerCase().replace(/\.$/, '')) ?? [];
  const ofFamily = (family: 4 | 6): readonly string[] => known.filter((address) => addressFamily(address) === family);
  const [six, four] = await Promise.all([
    ofFamily(6).length > 0 ? ofFamily(6) : questions.ipv6(name),
    ofFamily(4).length > 0 ? ofFamily(4) : questions.ipv4(name),
  ]);
  return eitherOf(six, four);
}

/** The same of the DNS alone. */
export async function askAddresses(name: string, { ipv4, ipv6 }: Questions): Promise<readonly string[] | undefined> {
  const [six, four] = await Promise.all([ipv6(name), ipv4(name)]);
  return eitherOf(six, four);
}
