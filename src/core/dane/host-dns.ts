/**
 * What DNS says of one mail host: addresses, TLSA records, and the policy that follows (RFC 7672 §2.2).
 */
import type { Finding } from '../../base/index.ts';
import { type Name, RR, type Tlsa } from '../dns/index.ts';
import { say } from './findings/define.ts';
import { addressBogus, addressFailed, addressUndecided, hostInsecure, noAddress } from './findings/host.ts';
import { allUnusable, bogus, insecure, lookupFailed, none, someUnusable } from './findings/tlsa.ts';
import { addressTexts, type LookUpPorts, lookUp, readTlsa, tlsaName, whyNot } from './look-up.ts';
import { formatTlsa } from './tlsa.ts';
import type { CheckOptions, HostReport, Looked, Policy, TlsaReport } from './types.ts';
import { UNUSABLE_TEXT, whyUnusable } from './usability.ts';

/** Addresses of one host that are looked at. */
export const MAX_ADDRESSES = 16;

export interface HostDns extends TlsaFound {
  readonly addressStatus: HostReport['addressStatus'];
  readonly addresses: readonly string[];
}

interface TlsaFound {
  readonly policy: Policy;
  readonly tlsa: TlsaReport;
  readonly records: readonly Tlsa[];
  /** The name the records stand under, and the first that a certificate may have under DANE-TA (RFC 7672 §3.2.2). */
  readonly base: Name;
  /** For the zones that are worth a look. */
  readonly looked: readonly Looked[];
  readonly findings: readonly Finding[];
}

export async function lookAtHost(
  host: Name,
  options: Pick<CheckOptions, 'family' | 'port'>,
  ports: LookUpPorts,
): Promise<HostDns> {
  const types = options.family === 4 ? [RR.A] : options.family === 6 ? [RR.AAAA] : [RR.A, RR.AAAA];
  const looked = await Promise.all(types.map((type) => lookUp(ports, host, type)));
  const addresses = looked
    .flatMap((one) => (one.status === 'failed' ? [] : addressTexts(one.answer.records)))
    .slice(0, MAX_ADDRESSES);
  const stopped = judgeAddresses(host, looked, addresses);
  if (stopped !== undefined) return { ...withoutTlsa(host, looked), ...stopped, addresses: [] };
  const found = await findTlsa(host, looked, options.port, ports);
  return {
    ...found,
    addresses,
    addressStatus: weakest(looked),
    looked: [...looked, ...found.looked],
    findings: [...partlyFailed(host, looked), ...found.findings],
  };
}

const withoutTlsa = (host: Name, looked: readonly Looked[]) => ({
  tlsa: { status: 'not-asked', records: [] } as const,
  records: [],
  base: host,
  looked,
});

/** What keeps a sender from using the host at all (RFC 7672 §2.1, §2.2.2); undefined: nothing does. */
function judgeAddresses(
  host: Name,
  looked: readonly Looked[],
  addresses: readonly string[],
): Pick<HostDns, 'policy' | 'addressStatus' | 'findings'> | undefined {
  const scope = { mx: host };
  const [bad, vague, failed] = (['bogus', 'indeterminate', 'failed'] as const).map((wanted) =>
    looked.find(({ status }) => status === wanted),
  );
  if (bad !== undefined) {
    const findings = [say(addressBogus, { scope, detail: whyNot(bad) })];
    return { policy: 'defer', addressStatus: 'bogus', findings };
  }
  if (vague !== undefined) {
    const findings = [say(addressUndecided, { scope, detail: whyNot(vague) })];
    return { policy: 'defer', addressStatus: 'indeterminate', findings };
  }
  if (addresses.length > 0) return undefined;
  if (failed !== undefined) return { policy: 'defer', addressStatus: 'failed', findings: partlyFailed(host, looked) };
  return { policy: 'none', addressStatus: weakest(looked), findings: [say(noAddress, { scope })] };
}

function partlyFailed(host: Name, looked: readonly Looked[]): Finding[] {
  const failed = looked.find(({ status }) => status === 'failed');
  return failed === undefined ? [] : [say(addressFailed, { scope: { mx: host }, detail: whyNot(failed) })];
}

/** RFC 7672 §2.2.2: the name after secure aliases first, then the host's own. */
async function findTlsa(
  host: Name,
  addresses: readonly Looked[],
  port: number,
  ports: LookUpPorts,
): Promise<TlsaFound> {
  const bases = tlsaBases(host, addresses);
  if (bases.length === 0) {
    const findings = await idleRecords(host, port, ports);
    return { ...withoutTlsa(host, []), policy: 'opportunistic', findings };
  }
  const tried: TlsaFound[] = [];
  for (const base of bases) {
    const name = tlsaName(port, base);
    const found = judgeTlsa(host, base, name, await lookUp(ports, name, RR.TLSA));
    if (found.policy !== 'opportunistic') return found;
    tried.push(found);
  }
  return tried.find(({ tlsa }) => tlsa.records.length > 0) ?? tried.at(-1)!; // records nobody uses are worth the word
}

/** Addresses that are not secure: no look-up that decides anything, but a word on records nobody will use. */
async function idleRecords(host: Name, port: number, ports: LookUpPorts): Promise<Finding[]> {
  const looked = await lookUp(ports, tlsaName(port, host), RR.TLSA);
  const hasRecords = looked.status !== 'failed' && looked.answer.records.length > 0;
  const scope = { mx: host };
  return [say(hostInsecure, { scope }), ...(hasRecords ? [say(insecure, { scope })] : [])];
}

/** RFC 7672 §2.2.2, its four cases: no CNAME, secure CNAME, insecure CNAME behind a secure first one, insecure. */
function tlsaBases(host: Name, addresses: readonly Looked[]): readonly Name[] {
  const answers = addresses.flatMap((one) => (one.status === 'failed' ? [] : [one.answer]));
  const withRecords = answers.filter(({ records }) => records.length > 0);
  const secure = withRecords.find(({ status }) => status === 'secure');
  if (secure !== undefined) return [...new Set([secure.canonicalName, host])];
  const aliased = withRecords.find(({ aliases }) => aliases[0]?.status === 'secure');
  return aliased === undefined ? [] : [host];
}

function judgeTlsa(host: Name, base: Name, name: string, looked: Looked): TlsaFound {
  const scope = { mx: host };
  const { records, unreadable } = looked.status === 'failed' ? noRecords : readTlsa(looked.answer.records);
  const tlsa: TlsaReport = { name, status: looked.status, records: [...records.map(formatTlsa), ...unreadable] };
  const facts = { tlsa, records: [], base, looked: [looked] };
  const detail = `${name}: ${whyNot(looked)}`;
  if (looked.status === 'bogus') return { ...facts, policy: 'defer', findings: [say(bogus, { scope, detail })] };
  if (looked.status === 'failed' || looked.status === 'indeterminate')
    return { ...facts, policy: 'defer', findings: [say(lookupFailed, { scope, detail })] };
  if (tlsa.records.length === 0) {
    const findings = [say(none, { scope, detail: `${name} has no TLSA record` })];
    return { ...facts, policy: 'opportunistic', findings };
  }
  if (looked.status === 'insecure')
    return { ...facts, policy: 'opportunistic', findings: [say(insecure, { scope, detail })] };
  return { ...facts, records, ...judgeUsable(host, records, unreadable) };
}

const noRecords = { records: [], unreadable: [] } as const;

/** RFC 7672 §2.2: with one usable record the host is authenticated, with none TLS is still mandatory. */
function judgeUsable(
  host: Name,
  records: readonly Tlsa[],
  unreadable: readonly string[],
): Pick<TlsaFound, 'policy' | 'findings'> {
  const scope = { mx: host };
  const unusable = records.flatMap((record) => {
    const why = whyUnusable(record);
    return why === undefined ? [] : [`${formatTlsa(record)}: ${UNUSABLE_TEXT[why]}`];
  });
  const told = [...unusable, ...unreadable.map((rdata) => `${rdata}: the record is cut short`)];
  if (unusable.length === records.length)
    return { policy: 'mandatory-tls', findings: [say(allUnusable, { scope, detail: told.join('; ') })] };
  return { policy: 'dane', findings: told.map((detail) => say(someUnusable, { scope, detail })) };
}

function weakest(looked: readonly Looked[]): HostReport['addressStatus'] {
  const withRecords = looked.filter((one) => one.status !== 'failed' && one.answer.records.length > 0);
  const statuses = (withRecords.length > 0 ? withRecords : looked).map(({ status }) => status);
  const order = ['failed', 'bogus', 'indeterminate', 'insecure', 'secure'] as const;
  return order.find((status) => statuses.includes(status)) ?? 'failed';
}
