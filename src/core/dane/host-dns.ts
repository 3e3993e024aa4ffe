/**
 * What DNS says of one mail host: addresses, TLSA records, and the policy that follows (RFC 7672 §2.2).
 */
import { type Finding, finding } from '../../base/index.ts';
import { type Name, RR, type Tlsa } from '../dns/index.ts';
import { addressBogus, addressFailed, hostInsecure, noAddress } from './findings/host.ts';
import { allUnusable, bogus, insecure, lookupFailed, none, someUnusable } from './findings/tlsa.ts';
import { addressTexts, lookUp, tlsaName, tlsaRecords, whyNot } from './look-up.ts';
import { formatTlsa } from './tlsa.ts';
import type { CheckOptions, CheckPorts, HostReport, Looked, Policy, TlsaReport } from './types.ts';
import { UNUSABLE_TEXT, whyUnusable } from './usability.ts';

/** Addresses of one host that are looked at. */
export const MAX_ADDRESSES = 16;

export interface HostDns {
  readonly policy: Policy;
  readonly addressStatus: HostReport['addressStatus'];
  readonly addresses: readonly string[];
  readonly tlsa: TlsaReport;
  readonly records: readonly Tlsa[];
  /** The name the records stand under; a name the certificate may have under DANE-TA (RFC 7672 §3.2.2). */
  readonly base: Name;
  /** For the zones that are worth a look. */
  readonly looked: readonly Looked[];
  readonly findings: readonly Finding[];
}

const notAsked: TlsaReport = { status: 'not-asked', records: [] };

export async function lookAtHost(host: Name, options: CheckOptions, ports: CheckPorts): Promise<HostDns> {
  const wanted = options.family === 4 ? [RR.A] : options.family === 6 ? [RR.AAAA] : [RR.A, RR.AAAA];
  const looked = await Promise.all(wanted.map((type) => lookUp(ports, host, type)));
  const scope = { mx: host };
  const plain = { addresses: [], tlsa: notAsked, records: [], base: host, looked } as const;
  const bad = looked.find(({ status }) => status === 'bogus');
  if (bad !== undefined) {
    return {
      ...plain,
      policy: 'defer',
      addressStatus: 'bogus',
      findings: [finding(addressBogus, { scope, detail: whyNot(bad) })],
    };
  }
  const addresses = looked
    .flatMap((one) => (one.status === 'failed' ? [] : addressTexts(one.answer.records)))
    .slice(0, MAX_ADDRESSES);
  const failed = looked.find(({ status }) => status === 'failed');
  if (addresses.length === 0) {
    if (failed === undefined)
      return { ...plain, policy: 'defer', addressStatus: weakest(looked), findings: [finding(noAddress, { scope })] };
    return {
      ...plain,
      policy: 'defer',
      addressStatus: 'failed',
      findings: [finding(addressFailed, { scope, detail: whyNot(failed) })],
    };
  }
  const found = await findTlsa(host, looked, options.port, ports);
  const partly = failed === undefined ? [] : [finding(addressFailed, { scope, detail: whyNot(failed) })];
  return {
    ...found,
    addresses,
    addressStatus: weakest(looked),
    looked: [...looked, ...found.looked],
    findings: [...partly, ...found.findings],
  };
}

type Found = Pick<HostDns, 'policy' | 'tlsa' | 'records' | 'base' | 'looked' | 'findings'>;

/** RFC 7672 §2.2.2: the name after secure aliases first, then the host's own. */
async function findTlsa(host: Name, addresses: readonly Looked[], port: number, ports: CheckPorts): Promise<Found> {
  const bases = tlsaBases(host, addresses);
  if (bases.length === 0) {
    return {
      policy: 'opportunistic',
      tlsa: notAsked,
      records: [],
      base: host,
      looked: [],
      findings: await withoutBase(host, port, ports),
    };
  }
  let last: Found | undefined;
  for (const base of bases) {
    const name = tlsaName(port, base);
    last = judgeTlsa(host, base, name, await lookUp(ports, name, RR.TLSA));
    if (last.policy !== 'opportunistic') return last;
  }
  return last!;
}

/** Addresses that are not secure: no look-up that decides anything, but a word on records nobody will use. */
async function withoutBase(host: Name, port: number, ports: CheckPorts): Promise<Finding[]> {
  const looked = await lookUp(ports, tlsaName(port, host), RR.TLSA);
  const hasRecords = looked.status !== 'failed' && looked.answer.records.length > 0;
  const scope = { mx: host };
  return [finding(hostInsecure, { scope }), ...(hasRecords ? [finding(insecure, { scope })] : [])];
}

function tlsaBases(host: Name, addresses: readonly Looked[]): readonly Name[] {
  const answers = addresses.flatMap((one) => (one.status === 'failed' ? [] : [one.answer]));
  const withRecords = answers.filter(({ records }) => records.length > 0);
  const secure = withRecords.find(({ status }) => status === 'secure');
  if (secure !== undefined) return [...new Set([secure.canonicalName, host])];
  // The first alias alone may be secure: then the host's own name is asked for (RFC 7672 §2.2.2).
  const aliased = withRecords.find(({ aliases }) => aliases[0]?.status === 'secure');
  return aliased === undefined ? [] : [host];
}

function judgeTlsa(host: Name, base: Name, name: string, looked: Looked): Found {
  const scope = { mx: host };
  const records = looked.status === 'failed' ? [] : tlsaRecords(looked.answer.records);
  const tlsa: TlsaReport = { name, status: looked.status, records: records.map(formatTlsa) };
  const facts = { tlsa, records, base, looked: [looked] };
  const detail = `${name}: ${whyNot(looked)}`;
  if (looked.status === 'bogus')
    return { ...facts, records: [], policy: 'defer', findings: [finding(bogus, { scope, detail })] };
  if (looked.status === 'failed' || looked.status === 'indeterminate') {
    return { ...facts, records: [], policy: 'defer', findings: [finding(lookupFailed, { scope, detail })] };
  }
  if (records.length === 0)
    return {
      ...facts,
      policy: 'opportunistic',
      findings: [finding(none, { scope, detail: `${name} has no TLSA record` })],
    };
  if (looked.status === 'insecure') {
    return { ...facts, records: [], policy: 'opportunistic', findings: [finding(insecure, { scope, detail })] };
  }
  return judgeUsable(host, facts);
}

function judgeUsable(host: Name, facts: Pick<Found, 'tlsa' | 'records' | 'base' | 'looked'>): Found {
  const scope = { mx: host };
  const unusable = facts.records.flatMap((record) => {
    const why = whyUnusable(record);
    return why === undefined ? [] : [`${formatTlsa(record)}: ${UNUSABLE_TEXT[why]}`];
  });
  if (unusable.length === facts.records.length) {
    return {
      ...facts,
      policy: 'mandatory-tls',
      findings: [finding(allUnusable, { scope, detail: unusable.join('; ') })],
    };
  }
  return { ...facts, policy: 'dane', findings: unusable.map((detail) => finding(someUnusable, { scope, detail })) };
}

function weakest(looked: readonly Looked[]): HostReport['addressStatus'] {
  const withRecords = looked.filter((one) => one.status !== 'failed' && one.answer.records.length > 0);
  const statuses = (withRecords.length > 0 ? withRecords : looked).map(({ status }) => status);
  return (
    (['failed', 'bogus', 'indeterminate', 'insecure', 'secure'] as const).find((status) => statuses.includes(status)) ??
    'failed'
  );
}
