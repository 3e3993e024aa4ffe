/** DANE before a connection: do TLSA records bind us to this host (Exim spec §43.16; RFC 7672 §2.2)? */
import { err, ok, type Result } from '../../../../base/index.ts';
import { tlsaName, tlsaRecords } from '../../../../core/dane/index.ts';
import { parseName, type Resolver, RR } from '../../../../core/dns/index.ts';
import type { ExpansionHost } from '../../../expand/index.ts';
import { ERRNO } from '../../../retry/index.ts';
import { raise } from '../events.ts';
import type { HostFacts } from '../host-facts.ts';
import type { Errand } from '../load.ts';
import { isInList } from '../settings.ts';
import type { HostTrouble } from '../trouble.ts';
import type { DaneBinding } from './binding.ts';

type Wish = 'required' | 'tried';

/** Undefined: DANE has nothing to say here. */
export async function bindingFor(
  load: Errand,
  facts: HostFacts,
  expansions: ExpansionHost,
): Promise<Result<DaneBinding | undefined, HostTrouble>> {
  const { delivery, world } = load;
  const has = (option: string) => isInList(delivery, option, facts.target, expansions);
  const wish: Wish | undefined = (await has('hosts_require_dane'))
    ? 'required'
    : (await has('hosts_try_dane'))
      ? 'tried'
      : undefined;
  if (wish === undefined) return ok(undefined);
  const { name } = facts.target;
  if (facts.target.dnssec !== true) {
    if (wish === 'tried') return ok(undefined);
    return refuse(load, facts, 'dane-required', { text: `DANE error: ${name} lookup not DNSSEC`, isFinal: true });
  }
  const resolver = await world.resolver();
  const found = resolver.ok ? await findTlsa(resolver.value, name, facts.port) : 'unknown';
  if (found === 'insecure') world.log(`DANE error: TLSA lookup for ${name} not DNSSEC`);
  if (typeof found !== 'string') return ok(found);
  if (found !== 'unknown') {
    if (wish === 'tried') return ok(undefined);
    return refuse(load, facts, 'dane-required', { text: 'DANE error: tlsa lookup FAIL', isFinal: true });
  }
  // RFC 7672 §2.1.2: neither with DANE nor without. A resolver answers SERVFAIL to what is bogus; Exim tries again.
  const event = wish === 'required' ? 'dane-required' : 'dnssec-invalid';
  return refuse(load, facts, event, { text: 'DANE error: tlsa lookup DEFER', isFinal: false });
}

async function refuse(
  load: Errand,
  facts: HostFacts,
  data: 'dane-required' | 'dnssec-invalid',
  { text, isFinal }: { readonly text: string; readonly isFinal: boolean },
): Promise<Result<never, HostTrouble>> {
  await raise(load, facts, { name: 'dane:fail', data });
  return err({
    errno: ERRNO.dns,
    text,
    namesHost: false,
    tlsFault: { by: 'tlsa', resultType: data },
    ...(isFinal && { isFinal, isSilent: true }), // who is put off has the host's line beside his own
  });
}

/** RFC 7672 §2.2.2: under the name after aliases first, then under the host's own. */
async function findTlsa(
  resolver: Resolver,
  host: string,
  port: number,
): Promise<DaneBinding | 'none' | 'insecure' | 'unknown'> {
  const parsed = parseName(host);
  if (!parsed.ok) return 'none';
  let isInsecure = false;
  for (const base of await basesOf(resolver, parsed.value)) {
    const found = await resolver.lookup(tlsaName(port, base), RR.TLSA);
    if (!found.ok) return 'unknown';
    const { status, records } = found.value;
    if (status === 'bogus' || status === 'indeterminate') return 'unknown';
    if (records.length === 0) continue;
    if (status === 'insecure') isInsecure = true;
    else return { records: tlsaRecords(records), base };
  }
  return isInsecure ? 'insecure' : 'none';
}

async function basesOf(resolver: Resolver, host: string): Promise<readonly string[]> {
  for (const type of [RR.A, RR.AAAA]) {
    const found = await resolver.lookup(host, type);
    if (found.ok && found.value.status === 'secure' && found.value.records.length > 0)
      return [...new Set([found.value.canonicalName, host])];
  }
  return [host];
}
