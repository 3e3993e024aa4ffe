/** The hosts of a domain's MX records, with their addresses (RFC 5321 §5.1); a domain without MX has none. */
import type { MailExchanger } from '../match/index.ts';
import { askAddresses } from './addresses.ts';
import type { Questions } from './questions.ts';

/** Hosts looked at: more than any domain needs. */
const MAX_HOSTS = 100;

export async function findExchangers(
  domain: string,
  questions: Questions,
): Promise<readonly MailExchanger[] | undefined> {
  const records = await questions.mx(domain);
  if (records === undefined) return undefined;
  // RFC 7505 §3: an MX of "." says that there is no host.
  const hosts = records.filter(({ exchange }) => exchange !== '').slice(0, MAX_HOSTS);
  const found = await Promise.all(hosts.map(({ exchange }) => askAddresses(exchange, questions)));
  return hosts.map(({ preference, exchange }, index) => {
    const addresses = found[index];
    return { preference, name: exchange, ...(addresses !== undefined && { addresses }) };
  });
}
