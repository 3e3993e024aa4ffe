/**
 * Client SMTP Authorization: a domain says in SRV records at `_client._smtp.` whether a host of that name may send mail
 * (draft-ietf-marid-csv-csa; Exim spec §44.42).
 */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../../../base/index.ts';
import { parseName, type Resolver, RR, reverseName, type Srv, srvRdata } from '../../../../core/dns/index.ts';
import { clean } from '../../../expand/index.ts';
import { setValue } from '../../../facts/index.ts';
import { remembered } from '../../engine/memory.ts';
import { isOn, textOption } from '../../engine/options.ts';
import type { AclRun } from '../../engine/run.ts';
import type { Said } from '../../rows.ts';
import type { VerifyRow } from './types.ts';

export const csa: VerifyRow = {
  name: 'csa',
  options: true,
  test: async ({ options }, run) => said(await authorization(options[0]?.trim() ?? '', run), run),
};

type Outcome = keyof typeof OUTCOMES;

/** What is said of each, and what `$csa_status` is. */
const OUTCOMES = {
  unknown: ['unknown', 'unknown'],
  ok: ['ok', 'ok'],
  'no-answer': ['deferred (SRV lookup failed)', 'defer'],
  'no-addresses-now': ['deferred (target address lookup failed)', 'defer'],
  explicit: ['failed (explicit authorization required)', 'fail'],
  domain: ['failed (host name not authorized)', 'fail'],
  'no-address': ['failed (no authorized addresses)', 'fail'],
  mismatch: ['failed (client address mismatch)', 'fail'],
} as const;

/** Only a domain that says no is a no. */
function said(outcome: Outcome, run: AclRun): Said {
  const [words, status] = OUTCOMES[outcome];
  const sentence = `client SMTP authorization ${words}`;
  setValue(run.world.facts, 'csa_status', status);
  return { came: status === 'fail' ? 'fail' : 'ok', message: clean(sentence), logMessage: sentence };
}

const asked = remembered(() => new Map<string, Promise<Outcome>>());

function authorization(written: string, { world }: AclRun): Promise<Outcome> | Outcome {
  const { connection } = world.facts;
  const { client, helo } = connection;
  const { dns } = world.services;
  if (client === undefined || dns === undefined) return 'unknown';
  const named = written || helo?.name || client.address;
  const domain = domainOf(named.replace(/^\[(?:[^:\]]*:)?(.*)\]$/, '$1'), isOn(world, 'dns_csa_use_reverse'));
  if (domain === undefined) return 'unknown';
  const known = asked(connection).get(domain);
  if (known !== undefined) return known;
  const found = ask(domain, client.address, dns, Number(textOption(world, 'dns_csa_search_limit') ?? 5));
  asked(connection).set(domain, found);
  return found;
}

/** An address stands for its name in the reverse tree, unless that is not wanted. */
function domainOf(named: string, isReverseUsed: boolean): string | undefined {
  const reversed = reverseName(named);
  if (reversed !== undefined && !isReverseUsed) return undefined;
  const parsed = parseName(reversed ?? named);
  return parsed.ok && parsed.value !== '' ? parsed.value : undefined;
}

/** A record of version 1; its weight says what is authorized, its port what holds for the names below. */
const VERSION = 1;

async function ask(domain: string, client: string, dns: Resolver, limit: number): Promise<Outcome> {
  const own = await records(domain, dns);
  if (own === undefined) return 'no-answer';
  if (own.length === 0) return askParents(domain, dns, limit);
  const decided = own.find(({ priority, weight }) => priority === VERSION && weight <= 2);
  if (decided === undefined) return 'unknown';
  if (decided.weight < 2) return 'domain';
  return decided.target === '' ? 'no-address' : hasAddress(decided.target, client, dns);
}

/** Does a domain above say that every name below needs a record of its own? */
async function askParents(domain: string, dns: Resolver, limit: number): Promise<Outcome> {
  for (const parent of parentsOf(domain, limit)) {
    const above = await records(parent, dns);
    if (above === undefined) return 'no-answer';
    if (above.some(({ priority, port }) => priority === VERSION && (port & 1) === 1)) return 'explicit';
  }
  return 'unknown';
}

/** From the top down, without the top-level domain; in the reverse tree three steps, of IPv6 four digits each. */
function parentsOf(domain: string, limit: number): readonly string[] {
  const labels = domain.split('.');
  const tree = /\.(in-addr|ip6)\.arpa$/i.exec(domain)?.[1]?.toLowerCase();
  const step = tree === 'ip6' ? 4 : 1;
  const top = tree === undefined ? 1 : 2;
  const parents: string[] = [];
  for (
    let count = top + step;
    count < labels.length && parents.length < (tree === undefined ? limit : 3);
    count += step
  )
    parents.push(labels.slice(-count).join('.'));
  return parents;
}

/** undefined: nobody knows just now. */
async function records(domain: string, dns: Resolver): Promise<readonly Srv[] | undefined> {
  const answer = await dns.lookup(`_client._smtp.${domain}`, RR.SRV);
  if (!answer.ok || answer.value.status === 'bogus') return undefined;
  return answer.value.records.flatMap(({ rdata }) => {
    const read = srvRdata.decode(rdata);
    return read.ok ? [read.value] : [];
  });
}

async function hasAddress(target: string, client: string, dns: Resolver): Promise<Outcome> {
  const isIpv6 = parseIpv4(client) === undefined;
  const answer = await dns.lookup(target, isIpv6 ? RR.AAAA : RR.A);
  if (!answer.ok || answer.value.status === 'bogus') return 'no-addresses-now';
  const addresses = answer.value.records.map(({ rdata }) => (isIpv6 ? formatIpv6(rdata) : formatIpv4(rdata)));
  if (addresses.length === 0) return 'no-address';
  const own = isIpv6 ? formatIpv6(parseIpv6(client)!) : client;
  return addresses.includes(own) ? 'ok' : 'mismatch';
}
