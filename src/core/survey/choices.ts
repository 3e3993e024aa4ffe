/** What the server chooses: suites, groups and signature schemes of a version, each by elimination. */
import { type Choice, eliminate, eliminateInParts } from './eliminate.ts';
import { type KeyExchange, readKeyExchange } from './key-exchange.ts';
import { makeShare } from './key-shares.ts';
import { ALL_GROUPS, ALL_SCHEMES, type Openness, offerOf, suitesOf, usual } from './offers.ts';
import { suiteName } from './registry/cipher-suites.ts';
import { groupName, isFiniteField } from './registry/groups.ts';
import { SCHEMES, schemeName } from './registry/signature-schemes.ts';
import { suiteTraits } from './registry/suite-traits.ts';
import { VERSIONS, type VersionName } from './registry/versions.ts';
import type { HelloOutcome, Speaker } from './speaker.ts';
import type { GroupsReport, SignaturesReport, SuitesReport } from './types.ts';

/** What all questions to one server have in common. */
export interface Common {
  readonly speaker: Speaker;
  readonly serverName: string | undefined;
}

export interface SuitesFound extends SuitesReport {
  /** Of the smallest prime seen for DHE. */
  readonly primeBits?: number;
}

export async function askSuites({ speaker, serverName }: Common, version: VersionName): Promise<SuitesFound> {
  const primes: number[] = [];
  const asking =
    (open: Openness) =>
    async (suites: readonly number[]): Promise<Choice> => {
      const outcome = await speaker.ask(offerOf(version, { serverName, ...open, suites }));
      const bits = keyExchangeOf(outcome)?.primeBits;
      if (bits !== undefined) primes.push(bits);
      return choiceOf(outcome, version, ({ hello }) => hello.cipher);
    };
  const ask = asking({});
  const { chosen, complete } = await eliminateInParts(suitesOf(version), ask, asking(usual(version)));
  return {
    version,
    suites: chosen.map(suiteName),
    order: await orderOf(chosen, ask),
    complete,
    ...(primes.length > 0 && { primeBits: Math.min(...primes) }),
  };
}

/** A server with an order of its own keeps to it when the client's is turned round. */
async function orderOf(
  chosen: readonly number[],
  ask: (suites: readonly number[]) => Promise<Choice>,
): Promise<SuitesReport['order']> {
  if (chosen.length < 2) return 'unknown';
  const choice = await ask([...chosen].reverse());
  if (choice.kind !== 'chosen') return 'unknown';
  return choice.value === chosen[0] ? 'server' : choice.value === chosen.at(-1) ? 'client' : 'unknown';
}

/**
 * TLS 1.3 names the group in its HelloRetryRequest, before that the ServerKeyExchange of an ECDHE suite has it.
 *
 * Up to TLS 1.2 an ECDSA certificate is of use only while its own curve is offered (RFC 8422 §5.1.1): where the server has
 * no RSA certificate to go by, that curve stays in every offer.
 */
export async function askGroups(
  { speaker, serverName }: Common,
  version: VersionName,
  certificates: CertificateKinds,
): Promise<GroupsReport> {
  const is13 = version === 'TLSv1.3';
  const candidates = is13 ? ALL_GROUPS : ALL_GROUPS.filter((group) => !isFiniteField(group));
  const suites = is13 ? suitesOf(version) : ellipticSuites(version, certificates);
  const kept = is13 || certificates.hasRsa ? undefined : certificates.curve;
  const { chosen, complete } = await eliminate(candidates, async (left) => {
    const groups = kept === undefined || left.includes(kept) ? left : [...left, kept];
    const outcome = await speaker.ask(offerOf(version, { serverName, suites, groups }));
    const choice = choiceOf(outcome, version, ({ hello }) => (is13 ? hello.group : keyExchangeOf(outcome)?.group));
    return choice.kind === 'chosen' && choice.value === kept && !left.includes(kept) ? { kind: 'none' } : choice;
  });
  // A server that likes this curve better than what is left hides whether it has any of that.
  const mayHide = kept !== undefined && chosen.at(-1) === kept;
  return { version, groups: chosen.map(groupName), complete: complete && !mayHide };
}

/** What the certificates of a server mean for its suites. */
export interface CertificateKinds {
  readonly hasRsa: boolean;
  /** Of the ECDSA certificate. */
  readonly curve?: number;
}

function ellipticSuites(version: VersionName, { hasRsa }: CertificateKinds): readonly number[] {
  const elliptic = suitesOf(version).filter((suite) => {
    const { keyExchange, anonymous } = suiteTraits(suite);
    return keyExchange === 'ECDHE' && !anonymous;
  });
  return hasRsa ? elliptic.filter((suite) => !suiteName(suite).includes('ECDSA')) : elliptic;
}

/** In TLS 1.2 the ServerKeyExchange names the scheme; in TLS 1.3 that is encrypted, so each is offered alone. */
export function askSignatures(
  common: Common,
  version: VersionName,
  groups: readonly string[],
): Promise<SignaturesReport> {
  return version === 'TLSv1.3' ? offerEach(common, groups) : eliminateSchemes(common);
}

async function eliminateSchemes({ speaker, serverName }: Common): Promise<SignaturesReport> {
  const version = 'TLSv1.2';
  const suites = suitesOf(version).filter((suite) => {
    const { forwardSecrecy, anonymous } = suiteTraits(suite);
    return forwardSecrecy && !anonymous;
  });
  const { chosen, complete } = await eliminate(ALL_SCHEMES, async (schemes) => {
    const outcome = await speaker.ask(offerOf(version, { serverName, suites, schemes }));
    return choiceOf(outcome, version, () => keyExchangeOf(outcome)?.scheme);
  });
  return { version, schemes: chosen.map(schemeName), complete };
}

/** A server that answers a complete hello has found a certificate and a scheme for it (RFC 8446 §4.4.2.2). */
async function offerEach(common: Common, groups: readonly string[]): Promise<SignaturesReport> {
  const version = 'TLSv1.3';
  const share = makeShare(groups);
  if (share === undefined) return { version, schemes: [], complete: false };
  const candidates = ALL_SCHEMES.filter((scheme) => SCHEMES.get(scheme)!.tls13 === true);
  const outcomes = await Promise.all(
    candidates.map((scheme) => askWith(common, { schemes: [scheme], groups: [share.group], shares: [share] })),
  );
  const taken = candidates.filter((_, i) => outcomes[i]!.kind === 'chosen');
  const complete = outcomes.every(({ kind }) => kind === 'chosen' || kind === 'refused');
  return { version, schemes: taken.map(schemeName), complete };
}

const askWith = ({ speaker, serverName }: Common, open: Openness): Promise<HelloOutcome> =>
  speaker.ask(offerOf('TLSv1.3', { serverName, ...open }));

type Flight = Extract<HelloOutcome, { kind: 'chosen' }>['flight'];

/** An answer in another version is no choice of this one; an answer without the thing asked for is none either. */
function choiceOf(outcome: HelloOutcome, version: VersionName, read: (flight: Flight) => number | undefined): Choice {
  if (outcome.kind === 'refused') return { kind: 'none' };
  if (outcome.kind !== 'chosen') return { kind: 'unknown' };
  if (outcome.flight.hello.version !== VERSIONS[version]) return { kind: 'none' };
  const value = read(outcome.flight);
  return value === undefined ? { kind: 'none' } : { kind: 'chosen', value };
}

function keyExchangeOf(outcome: HelloOutcome): KeyExchange | undefined {
  if (outcome.kind !== 'chosen') return undefined;
  const { keyExchange, hello } = outcome.flight;
  return keyExchange && readKeyExchange(keyExchange, hello.cipher, hello.version);
}
