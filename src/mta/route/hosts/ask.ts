/** Questions to the DNS as routers put them: names completed and checked, and four answers. */
import { type Answer, parseName, RR } from '../../../core/dns/index.ts';
import { isFailure, textOf } from '../../expand/index.ts';
import { asAscii, isDnsName } from '../../names/index.ts';
import { matchOption } from '../preconditions/lists.ts';
import type { Visit } from '../visit.ts';

export type DnsFound =
  | { readonly kind: 'found'; readonly fullName: string; readonly answer: Answer; readonly secure: boolean }
  /** The name is there, and has no such records. */
  | { readonly kind: 'no-data'; readonly fullName: string }
  | { readonly kind: 'no-name' }
  /** The name is none that the DNS could have. */
  | { readonly kind: 'syntax' }
  | { readonly kind: 'again' };

export interface Completion {
  readonly qualifySingle: boolean;
  readonly searchParents: boolean;
}

export const NO_COMPLETION: Completion = { qualifySingle: false, searchParents: false };

/** The first of the names that this one may stand for which is there. */
export async function askDns(
  name: string,
  type: number,
  { qualifySingle, searchParents }: Completion,
  visit: Visit,
): Promise<DnsFound> {
  if (type !== RR.SRV && !isDnsName(name, patternIn(visit))) return { kind: 'syntax' };
  const domains = qualifySingle || searchParents ? await visit.world.searchDomains() : [];
  let last: DnsFound = { kind: 'no-name' };
  for (const candidate of candidatesFor(name, domains, { qualifySingle, searchParents })) {
    last = await askOne(candidate, type, visit);
    if (last.kind !== 'no-name') return last;
  }
  return last;
}

/** As the system's resolver goes about it: names of one part are completed first, others at last. */
function candidatesFor(name: string, domains: readonly string[], completion: Completion): readonly string[] {
  const suffixes = completion.searchParents ? domains : domains.slice(0, 1);
  const completed = suffixes.map((domain) => `${name}.${domain}`);
  if (!name.includes('.')) return completion.qualifySingle ? [...completed, name] : [name];
  return completion.searchParents ? [name, ...completed] : [name];
}

async function askOne(candidate: string, type: number, visit: Visit): Promise<DnsFound> {
  const opened = await visit.world.resolver();
  const name = parseName(asAscii(candidate));
  // The resolver has no question for a label that is too long, and no answer.
  if (!name.ok) return { kind: candidate.length > MAX_NAME_OCTETS ? 'no-name' : 'again' };
  if (!opened.ok) return { kind: 'again' };
  const looked = await opened.value.lookup(name.value, type);
  if (!looked.ok || looked.value.status === 'bogus') return await failedAt(candidate, visit);
  const { rcode, records, status } = looked.value;
  if (records.length > 0)
    return {
      kind: 'found',
      fullName: fullNameOf(candidate, looked.value),
      answer: looked.value,
      secure: status === 'secure',
    };
  return rcode === NXDOMAIN ? { kind: 'no-name' } : { kind: 'no-data', fullName: candidate };
}

const NXDOMAIN = 3;

/** RFC 1035 §2.3.4. */
const MAX_NAME_OCTETS = 255;

/** Of several aliases that lead to records, the last is the domain's own name. */
const fullNameOf = (asked: string, { aliases }: Answer): string =>
  aliases.length > 1 ? String(aliases.at(-1)!.from) : asked;

/** dns_again_means_nonexist: domains whose servers are known to be broken. */
async function failedAt(name: string, visit: Visit): Promise<DnsFound> {
  const list = visit.world.configuration.main.get('dns_again_means_nonexist')?.value;
  return typeof list === 'string' && (await isIn(list, name, visit)) ? { kind: 'no-name' } : { kind: 'again' };
}

export async function isIn(list: string, name: string, visit: Visit): Promise<boolean> {
  const found = await matchOption(visit, 'domain', textOf(name, true), list);
  return !isFailure(found) && found.matched;
}

function patternIn({ world }: Visit): string | undefined {
  const written = world.configuration.main.get('dns_check_names_pattern')?.value;
  return typeof written === 'string' ? written : undefined;
}
