/**
 * Are the hosts' certificates valid, for their names, and for a while yet?
 *
 * What a fault comes to depends on who looks: under DANE the record in DNS counts instead, opportunistic senders look at
 * nothing. So a chain nobody would verify is a warning, and one that a TLSA record covers is a word.
 */
import type { Finding, Scope, Severity } from '../../../base/index.ts';
import { type CertChainData, checkChain } from '../../cert/index.ts';
import { type Certificate, readCertificate } from '../../pki/index.ts';
import type { ProbeOutcome } from '../../tls/index.ts';
import type { Site, Visit } from '../site.ts';
import type { CertificatesFacts, SubjectReport } from '../types.ts';
import type { SubjectDef } from './types.ts';

export const certificates: SubjectDef<'certificates'> = {
  name: 'certificates',

  withoutMail: false,
  look,
};

/** One chain of one host, however many addresses show it. */
interface Shown {
  readonly host: string;
  readonly addresses: string[];
  readonly chain: readonly Certificate[];
  readonly unreadable: readonly string[];
  /** A TLSA record matched it wherever it was shown. */
  isCovered: boolean;
}

type Verdict = CertificatesFacts['chains'][number];

async function look(site: Site): Promise<SubjectReport<CertificatesFacts>> {
  const { visits } = await site.mail();
  const judged = await Promise.all(collect(visits).map((shown) => judge(shown, site)));
  const facts = { chains: judged.map(({ verdict }) => verdict) };
  const findings = judged.flatMap((one) => one.findings);
  return { findings, summary: summaryOf(facts), facts, ...(judged.length === 0 && { verdict: 'unknown' }) };
}

type Handshake = Extract<ProbeOutcome, { kind: 'tls' }>;

function collect(visits: readonly Visit[]): readonly Shown[] {
  const known = new Map<string, Shown>();
  for (const visit of visits)
    for (const outcome of visit.outcomes) if (outcome.kind === 'tls') note(outcome, visit, known);
  return [...known.values()].filter(({ chain }) => chain.length > 0);
}

function note(outcome: Handshake, { host, ip }: Visit, known: Map<string, Shown>): void {
  const key = `${host.name} ${outcome.chain.map((der) => Buffer.from(der).toString('base64')).join(' ')}`;
  const isCovered =
    host.addresses
      .find((address) => address.ip === ip)
      ?.keys.some(({ leafKeyType, status }) => leafKeyType === outcome.leafKeyType && status === 'match') === true;
  const shown = known.get(key);
  if (shown === undefined) known.set(key, { host: host.name, addresses: [ip], ...readChain(outcome), isCovered });
  else {
    if (!shown.addresses.includes(ip)) shown.addresses.push(ip);
    shown.isCovered &&= isCovered;
  }
}

/** Nothing behind a leaf that nobody can read counts. */
function readChain({ chain }: Handshake): Pick<Shown, 'chain' | 'unreadable'> {
  const read = chain.map(readCertificate);
  const unreadable = read.flatMap((one) => (one.ok ? [] : [one.error.message]));
  return { chain: read[0]?.ok === true ? read.flatMap((one) => (one.ok ? [one.value] : [])) : [], unreadable };
}

async function judge(shown: Shown, site: Site): Promise<{ verdict: Verdict; findings: readonly Finding[] }> {
  const { ports, question } = site;
  const { host, addresses, chain, unreadable, isCovered } = shown;
  const { findings, data } = await checkChain(
    {
      sent: chain,
      given: [],
      roots: ports.roots,
      hasSystemRoots: ports.hasSystemRoots,
      purpose: 'server',
      at: ports.clock.now(),
      identity: { kind: 'host', value: host },
      profile: 'path',
      aia: false,
      unreadable,
      timeoutMs: question.timeoutMs,
    },
    { fetch: ports.fetch },
  );
  const scope: Scope = { mx: host, port: question.port };
  const vouchedBy = isCovered ? 'dane' : data.valid ? 'authorities' : 'nobody';
  const told = findings.filter(isOfUse(data.valid)).map((finding) => weighed({ ...finding, scope }, vouchedBy));
  return { verdict: verdictOf(host, addresses, data, chain[0]!, vouchedBy), findings: told };
}

/** Of a path that was not found nobody can say which certificates it needs. */
const isOfUse =
  (isValid: boolean) =>
  ({ id }: Finding): boolean =>
    isValid || id !== 'cert.chain.unused';

function weighed(finding: Finding, vouchedBy: Verdict['vouchedBy']): Finding {
  if (finding.severity !== 'error' && finding.severity !== 'warn') return finding;
  const severity: Severity = vouchedBy === 'dane' ? 'info' : 'warn';
  return { ...finding, severity };
}

function verdictOf(
  host: string,
  addresses: readonly string[],
  { valid, code }: CertChainData,
  { subjectText, notAfter }: Certificate,
  vouchedBy: Verdict['vouchedBy'],
): Verdict {
  return {
    host,
    addresses,
    subject: subjectText,
    notAfter: notAfter.toISOString(),
    valid,
    ...(code !== undefined && { code }),
    vouchedBy,
  };
}

function summaryOf({ chains }: CertificatesFacts): string {
  if (chains.length === 0) return 'not seen';
  const count = `${chains.length} certificate${chains.length === 1 ? '' : 's'}`;
  const bad = chains.filter(({ valid }) => !valid);
  const first = chains.map(({ notAfter }) => notAfter.slice(0, 10)).sort()[0];
  if (bad.length === 0) return `${count}, valid, until ${first}`;
  const covered = bad.every(({ vouchedBy }) => vouchedBy === 'dane') ? '; TLSA records vouch for them' : '';
  return `${bad.length} of ${count} not valid (${[...new Set(bad.map(({ code }) => code))].join(', ')})${covered}`;
}
