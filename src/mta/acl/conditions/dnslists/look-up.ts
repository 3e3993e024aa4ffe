/** Questions to DNS lists; answers are kept for the connection as long as they may be. */
import { formatIpv4 } from '../../../../base/index.ts';
import { parseName, type Resolver, RR, txtRdata } from '../../../../core/dns/index.ts';
import { isDnsName } from '../../../names/index.ts';
import { remembered } from '../../engine/memory.ts';
import type { AclRun } from '../../engine/run.ts';

/** undefined: nobody knows just now; nothing in it: not listed. */
export type Listing = readonly string[] | undefined;

interface Kept<T> {
  readonly untilMs: number;
  readonly answer: Promise<T>;
}

/** Nothing is kept longer. */
const MAX_SECONDS = 3600;
/** A key of the client's choice may be anything: so many answers are kept. */
const MAX_KEPT = 1000;

const listings = remembered(() => new Map<string, Kept<Listing>>());
const texts = remembered(() => new Map<string, Promise<string>>());

export function lookUp(name: string, run: AclRun, dns: Resolver): Promise<Listing> {
  const kept = listings(run.world.facts.connection);
  const nowMs = run.host.clock.now().getTime();
  const known = kept.get(name);
  if (known !== undefined && known.untilMs > nowMs) return known.answer;
  const pattern = run.world.configuration.main.get('dns_check_names_pattern')?.value;
  const isAsked = isDnsName(name, typeof pattern === 'string' ? pattern : undefined);
  const asked = isAsked ? askAddresses(name, dns) : Promise.resolve(NOT_LISTED);
  const answer = asked.then(({ listing, seconds }) => {
    kept.set(name, { untilMs: nowMs + seconds * 1000, answer });
    return listing;
  });
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(name, { untilMs: nowMs + MAX_SECONDS * 1000, answer });
  return answer;
}

interface Answered {
  readonly listing: Listing;
  readonly seconds: number;
}

const NOT_LISTED: Answered = { listing: [], seconds: MAX_SECONDS };

async function askAddresses(written: string, dns: Resolver): Promise<Answered> {
  const name = parseName(written);
  if (!name.ok) return NOT_LISTED;
  const answer = await dns.lookup(name.value, RR.A);
  if (!answer.ok || answer.value.status === 'bogus') return { listing: undefined, seconds: MAX_SECONDS };
  const { records, ttlSeconds } = answer.value;
  const addresses = records.flatMap(({ rdata }) => (rdata.length === 4 ? [formatIpv4(rdata)] : []));
  return { listing: addresses, seconds: Math.min(MAX_SECONDS, ttlSeconds) };
}

/** The first string of the first TXT record. */
export function lookUpText(name: string, run: AclRun, dns: Resolver): Promise<string> {
  const kept = texts(run.world.facts.connection);
  const known = kept.get(name) ?? askText(name, dns);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(name, known);
  return known;
}

async function askText(written: string, dns: Resolver): Promise<string> {
  const name = parseName(written);
  if (!name.ok) return '';
  const answer = await dns.lookup(name.value, RR.TXT);
  const [first] = answer.ok && answer.value.status !== 'bogus' ? answer.value.records : [];
  const read = first === undefined ? undefined : txtRdata.decode(first.rdata);
  if (read === undefined || !read.ok) return '';
  return Buffer.from(read.value[0] ?? []).toString('latin1');
}
