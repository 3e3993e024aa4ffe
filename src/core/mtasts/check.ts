/**
 * Would a sender that does MTA-STS deliver here? The whole check, as its own table of contents.
 *
 *   record → policy → MX hosts, covered? → each address: each certificate → DANE beside it → what to publish
 */
import { createLimit, type Failure } from '../../base/index.ts';
import { checkDane } from '../dane/index.ts';
import type { Name } from '../dns/index.ts';
import { lookAtAddress } from './certificates.ts';
import { type DaneSeen, judgeDane } from './judge-dane.ts';
import { judgeHosts } from './judge-hosts.ts';
import { judgePolicy } from './judge-policy.ts';
import { judgeRecord } from './judge-record.ts';
import { type FoundHosts, findAddresses, findHosts } from './mx-hosts.ts';
import { fetchPolicy, policyHost, policyUrl } from './policy/fetch.ts';
import { coveringPattern } from './policy/mx-pattern.ts';
import { parsePolicy, readPolicyText } from './policy/parse.ts';
import { publication } from './publish.ts';
import { amongTexts, findVersioned, type VersionedLookup } from './record/find.ts';
import { parseStsRecord, STS_VERSION } from './record/sts.ts';
import type {
  HostReport,
  MtaStsCheckData,
  MtaStsOptions,
  MtaStsPorts,
  MtaStsReport,
  MtaStsStatus,
  PolicyReport,
  RecordReport,
} from './types.ts';

/** Handshakes of one check in flight. */
const MAX_PROBES_AT_A_TIME = 16;
const POLICY_PORT = 443;
/** Addresses of the policy host that are looked at. */
const MAX_WEB_ADDRESSES = 4;

/** @see RFC 8461 §3 for discovery, §4 for the hosts, §2 for DANE */
export async function checkMtaSts(ports: MtaStsPorts, domain: Name, options: MtaStsOptions): Promise<MtaStsReport> {
  const limit = createLimit(MAX_PROBES_AT_A_TIME);
  const limited: MtaStsPorts = { ...ports, probe: (target) => limit(() => ports.probe(target)) };
  const [looked, found] = await Promise.all([lookUpRecord(domain, options, ports), findHosts(domain, options, ports)]);
  const record = recordReport(looked);
  const policy = await obtainPolicy(domain, record, looked, options, limited);
  const status = statusOf(record, policy, options);
  const isOfUse = status !== 'absent' || policy?.valid === true;
  const dane = isOfUse ? await lookAtDane(domain, options, ports) : undefined;
  const hosts = await lookAtHosts(found, policy, dane, isOfUse, options, limited);
  const facts = { domain, status, record, ...(policy !== undefined && { policy }), mx: found.mx, hosts };
  const publish = publication(facts, ports.clock.now());
  const data: MtaStsCheckData = { ...facts, ...(publish !== undefined && { publish }) };
  return {
    data,
    findings: [
      ...judgeRecord(data, looked, options.policy !== undefined),
      ...judgePolicy(data, ports.clock.now()),
      ...judgeHosts(data, found, ports.clock.now()),
      ...(dane === undefined ? [] : judgeDane(data, dane)),
    ],
  };
}

function lookUpRecord(domain: Name, { records }: MtaStsOptions, ports: MtaStsPorts): Promise<VersionedLookup> {
  const query = `_mta-sts.${domain}`;
  if (records !== undefined) return Promise.resolve(amongTexts(query, records, STS_VERSION));
  return findVersioned(ports.resolver, query, STS_VERSION, ports.signal);
}

function recordReport({ query, outcome, records, status, alias, error }: VersionedLookup): RecordReport {
  const parsed = outcome === 'one' ? parseStsRecord(records[0]!) : undefined;
  return {
    query,
    outcome: outcome === 'one' ? (parsed!.valid ? 'valid' : 'invalid') : outcome,
    texts: records,
    ...(parsed?.id !== undefined && { id: parsed.id }),
    extensions: parsed?.extensions.map(({ name }) => name) ?? [],
    faults: parsed?.faults ?? [],
    ...(status !== undefined && { status }),
    ...(alias !== undefined && { alias }),
    ...(error !== undefined && { error }),
  };
}

/** Of a domain without any record it is asked only where its policy host is there: a record may have been forgotten. */
async function obtainPolicy(
  domain: Name,
  record: RecordReport,
  { misses }: VersionedLookup,
  options: MtaStsOptions,
  ports: MtaStsPorts,
): Promise<PolicyReport | undefined> {
  const url = policyUrl(domain);
  if (options.policy !== undefined) return { url, source: 'given', outcome: 'ok', ...contentOf(options.policy) };
  if (record.outcome === 'failed') return undefined;
  const host = policyHost(domain);
  const [addresses, { alias }] = await Promise.all([
    ports.addressesOf(host, POLICY_PORT),
    findAddresses(host, options.family, ports),
  ]);
  if (record.outcome === 'none' && misses.length === 0 && !addresses.ok) return undefined;
  return {
    url,
    source: 'https',
    ...(alias !== undefined && { alias }),
    ...(addresses.ok ? await askPolicyHost(domain, addresses.value, options, ports) : withoutHost(addresses.error)),
  };
}

const withoutHost = ({ temporary, message }: Failure): Pick<PolicyReport, 'outcome' | 'detail'> => ({
  outcome: temporary ? 'unreachable' : 'no-host',
  detail: message,
});

type Obtained = Omit<PolicyReport, 'url' | 'source' | 'alias'>;

/** What it serves; and beside that the certificates it shows, since a fetch says no more of one than yes or no. */
async function askPolicyHost(
  domain: Name,
  addresses: readonly string[],
  options: MtaStsOptions,
  ports: MtaStsPorts,
): Promise<Obtained> {
  const { octets, ...fetched } = await fetchPolicy(domain, options.timeoutMs, ports);
  const place = { host: policyHost(domain), port: POLICY_PORT, protocol: 'none' } as const;
  const content = { ...fetched, ...(octets !== undefined && contentOf(octets)) };
  if (options.probes === false) return content;
  const looks = addresses
    .slice(0, MAX_WEB_ADDRESSES)
    .map((address) => lookAtAddress({ ...place, address }, options, ports));
  return { ...content, certificates: await Promise.all(looks) };
}

function contentOf(octets: Uint8Array): Partial<PolicyReport> {
  const { text } = readPolicyText(octets);
  const { extensions, ...policy } = parsePolicy(text);
  return { text, ...policy, extensions: extensions.map(({ name }) => name) };
}

function statusOf(
  record: RecordReport,
  policy: PolicyReport | undefined,
  { policy: given }: MtaStsOptions,
): MtaStsStatus {
  const isGiven = given !== undefined;
  if (!isGiven && record.outcome === 'failed') return record.status === 'bogus' ? 'unusable' : 'unknown';
  if (!isGiven && record.outcome === 'none') return 'absent';
  if (!isGiven && record.outcome !== 'valid') return 'unusable';
  if (policy?.outcome === 'unreachable') return 'unknown';
  return policy?.outcome === 'ok' && policy.valid === true ? policy.mode! : 'unusable';
}

/** Its own words, over the same look-ups and, where the probe is shared, the same handshakes. */
async function lookAtDane(domain: Name, options: MtaStsOptions, ports: MtaStsPorts): Promise<DaneSeen | undefined> {
  if (options.mx !== undefined) return undefined;
  const { ehlo, timeoutMs, family, probes } = options;
  return checkDane(
    {
      target: { kind: 'domain', name: domain },
      port: 25,
      protocol: 'smtp',
      ehlo,
      timeoutMs,
      ...(family !== undefined && { family }),
      ...(probes === false && { deadlineMs: 0 }), // no connection is begun
      allNs: false,
      requireDane: false,
    },
    { ...ports, askServer: askNobody },
  );
}

/** A check that does not compare name servers asks none. */
function askNobody(): never {
  throw new Error('name servers are asked with allNs alone');
}

function lookAtHosts(
  { hosts }: FoundHosts,
  policy: PolicyReport | undefined,
  dane: DaneSeen | undefined,
  isOfUse: boolean,
  options: MtaStsOptions,
  ports: MtaStsPorts,
): Promise<readonly HostReport[]> {
  const isProbed = options.probes !== false && isOfUse;
  return Promise.all(
    hosts.map(async ({ name, preference }): Promise<HostReport> => {
      const pattern = policy?.valid === true ? coveringPattern(policy.mx ?? [], name) : undefined;
      const daneHost = dane?.data.hosts.find((one) => one.name === name);
      return {
        name,
        ...(preference !== undefined && { preference }),
        ...(policy?.valid === true && { covered: pattern !== undefined }),
        ...(pattern !== undefined && { pattern }),
        ...(daneHost !== undefined && { dane: daneHost.policy }),
        ...(isProbed ? await lookAtHost(name, options, ports) : { addresses: [] }),
      };
    }),
  );
}

async function lookAtHost(
  host: Name,
  options: MtaStsOptions,
  ports: MtaStsPorts,
): Promise<Pick<HostReport, 'addresses' | 'unseen'>> {
  const { addresses, failed } = await findAddresses(host, options.family, ports);
  if (addresses.length === 0) {
    const unseen =
      failed === undefined
        ? ({ why: 'no-address', detail: `${host} has no address` } as const)
        : ({ why: 'lookup-failed', detail: failed } as const);
    return { addresses: [], unseen };
  }
  const looks = addresses.map((address) =>
    lookAtAddress({ host, address, port: 25, protocol: 'smtp' }, options, ports),
  );
  return { addresses: await Promise.all(looks) };
}
