/** `dnsdb`: records of the DNS as text. */
import type { Result } from '../../../base/index.ts';
import {
  type Answer,
  type DnsError,
  labelCount,
  type Name,
  parentOf,
  parseName,
  type Resolver,
  RR,
  reverseName,
} from '../../../core/dns/index.ts';
import { deferred, failed } from '../../expand/index.ts';
import { isDnsName } from '../../names/index.ts';
import { formatCsa, formatRecordFields, RECORD_TYPES } from '../dnsdb/fields.ts';
import { type DnsdbQuery, parseDnsdbQuery } from '../dnsdb/query.ts';
import type { DriverAnswer, LookupDriver, LookupPorts } from '../types.ts';

export const dnsdb: LookupDriver = {
  name: 'dnsdb',
  style: 'query',
  doc: 'Records of the DNS: [>separators] [defer_…,] [dnssec_…,] type=names.',
  find: async ({ key }, ports): Promise<DriverAnswer> => {
    const query = parseDnsdbQuery(key);
    if (!query.ok) return deferred(query.error);
    if (query.value.names.every((name) => name === '')) return { kind: 'not-found' };
    const resolver = await ports.resolver();
    return resolver.ok ? answer(query.value, resolver.value, ports) : failed(resolver.error.message);
  },
};

/** Exim does not say why. */
const notKnown = (why: string): DriverAnswer => ({ ...deferred(''), detail: why });

/** What looking one question up came to. */
type Step =
  | { readonly kind: 'records'; readonly texts: readonly string[]; readonly answer: Answer }
  | { readonly kind: 'nothing'; readonly answer?: Answer }
  | { readonly kind: 'unknown'; readonly why: string };

async function answer(query: DnsdbQuery, resolver: Resolver, ports: LookupPorts): Promise<DriverAnswer> {
  const texts: string[] = [];
  let unknown: string | undefined;
  let last: Answer | undefined;
  let ttl = Number.POSITIVE_INFINITY;
  for (const name of query.names) {
    for (const type of RECORD_TYPES[query.type]) {
      const step = await lookUp(name, type, query, resolver, ports);
      if (step.kind === 'unknown') {
        if (query.defer === 'strict') return notKnown(step.why);
        if (query.defer === 'lax') unknown ??= step.why;
        continue;
      }
      if (step.kind === 'records') texts.push(...step.texts);
      last = step.answer ?? last;
      ttl = Math.min(ttl, step.answer?.ttlSeconds ?? ttl);
    }
  }
  if (texts.length === 0 && unknown !== undefined) return notKnown(unknown);
  const facts = {
    // What was not known just now is asked for again.
    keepSeconds: unknown === undefined && Number.isFinite(ttl) ? ttl : 0,
    ...(last?.server !== undefined && { server: last.server }),
    ...(last !== undefined && { authenticated: query.dnssec !== 'never' && last.status === 'secure' }),
  };
  return texts.length === 0
    ? { kind: 'not-found', ...facts }
    : { kind: 'found', text: texts.join(query.separator), ...facts };
}

async function lookUp(
  written: string,
  type: number,
  query: DnsdbQuery,
  resolver: Resolver,
  ports: LookupPorts,
): Promise<Step> {
  const asked = query.type === 'ptr' ? (reverseName(written) ?? written) : written;
  const name = parseName(asked);
  if (!name.ok || name.value === '') return { kind: 'nothing' };
  if (!UNCHECKED.has(type) && !isDnsName(asked, await ports.option('dns_check_names_pattern')))
    return { kind: 'nothing' };
  const found = await climb(name.value, type, query, resolver, ports);
  if (!found.result.ok) return { kind: 'unknown', why: found.result.error.message };
  const { value: answered } = found.result;
  if (answered.status === 'bogus') return { kind: 'unknown', why: `the answer for ${asked} is bogus` };
  if (isEmpty(answered)) return { kind: 'nothing', answer: answered };
  if (query.dnssec === 'strict' && answered.status !== 'secure') {
    return { kind: 'unknown', why: `the answer for ${asked} is not authenticated` };
  }
  const texts = answered.records
    .map((record) =>
      query.type === 'csa'
        ? formatCsa(record, found.name === name.value)
        : formatRecordFields(query.type, record, query.fieldSeparator),
    )
    .filter((text) => text !== undefined);
  return { kind: 'records', texts, answer: answered };
}

/** Names of these are held to no pattern: an address turned round, what a record of text stands at, services and keys. */
const UNCHECKED: ReadonlySet<number> = new Set([RR.PTR, RR.TXT, RR.SRV, RR.TLSA]);

const isEmpty = ({ records }: Answer): boolean => records.length === 0;

interface Climbed {
  readonly result: Result<Answer, DnsError>;
  /** Where the answer stands: the name asked for, or one above it. */
  readonly name: Name;
}

/** SOA and ZNS look for the zone a name is in, CSA for what is said of names below; other types stay where they are. */
async function climb(
  name: Name,
  type: number,
  query: DnsdbQuery,
  resolver: Resolver,
  ports: LookupPorts,
): Promise<Climbed> {
  const signal = signalFor(query, ports);
  const options = signal === undefined ? {} : { signal };
  const csaLimit = Number((await ports.option('dns_csa_search_limit')) ?? CSA_LIMIT);
  let at: Name | undefined = name;
  for (;;) {
    const asked = query.type === 'csa' ? `_client._smtp.${at}` : at;
    const result = await resolver.lookup(asked, type, options);
    const above: Name | undefined = mayClimb(query, at, name, csaLimit) ? parentOf(at) : undefined;
    if (!result.ok || !isEmpty(result.value) || above === undefined || above === '') return { result, name: at };
    at = above;
  }
}

/** So many names above are asked, unless dns_csa_search_limit says otherwise. */
const CSA_LIMIT = '5';

function mayClimb({ type }: DnsdbQuery, at: Name, start: Name, csaLimit: number): boolean {
  if (type === 'zns' || type === 'soa') return true;
  return type === 'csa' && labelCount(at) > 2 && labelCount(start) - labelCount(at) < csaLimit;
}

function signalFor({ timeoutMs }: DnsdbQuery, { signal }: LookupPorts): AbortSignal | undefined {
  if (timeoutMs === undefined) return signal;
  const own = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? own : AbortSignal.any([signal, own]);
}
