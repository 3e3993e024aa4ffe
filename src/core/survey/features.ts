/** Extensions and signals of TLS 1.2 and before, as one ordinary hello and one falling back show them. */
import { helloExtension as extension } from '../net/index.ts';
import type { Common } from './choices.ts';
import { offerOf, suitesOf, usual } from './offers.ts';
import { FALLBACK_SCSV } from './registry/cipher-suites.ts';
import { VERSIONS, type VersionName } from './registry/versions.ts';
import type { HelloOutcome } from './speaker.ts';
import type { Answer, FeaturesReport } from './types.ts';

/** @param versions  those offered, newest first */
export async function askFeatures(common: Common, versions: readonly VersionName[]): Promise<FeaturesReport> {
  const below13 = versions.find((version) => version !== 'TLSv1.3');
  const [features, fallbackScsv] = await Promise.all([
    below13 === undefined ? undefined : askExtensions(common, below13, versions.includes('TLSv1.3')),
    askFallback(common, versions),
  ]);
  return { ...features, ...(fallbackScsv !== undefined && { fallbackScsv }) };
}

async function askExtensions(
  { speaker, serverName }: Common,
  version: VersionName,
  has13: boolean,
): Promise<FeaturesReport> {
  const ask = (open: Parameters<typeof offerOf>[1]): Promise<HelloOutcome> =>
    speaker.ask(offerOf(version, { serverName, ...usual(version), ...open }));
  // Encrypt-then-MAC is answered for a CBC suite alone (RFC 7366 §3).
  const cbc = suitesOf(version).filter((suite) => CBC_SUITES.has(suite));
  const [plain, withCbc] = await Promise.all([
    ask({ compressionMethods: [1, 0], more: [extension.heartbeat()] }),
    ask({ suites: cbc, more: [extension.encryptThenMac()] }),
  ]);
  const { RENEGOTIATION_INFO, EXTENDED_MASTER_SECRET, ENCRYPT_THEN_MAC, HEARTBEAT } = extension.EXTENSION;
  return {
    secureRenegotiation: version === 'SSLv3' ? 'unknown' : has(plain, RENEGOTIATION_INFO),
    extendedMasterSecret: has(plain, EXTENDED_MASTER_SECRET),
    ...(withCbc.kind === 'chosen' && { encryptThenMac: has(withCbc, ENCRYPT_THEN_MAC) }),
    compression: plain.kind === 'chosen' ? yesOrNo(plain.flight.hello.compression !== 0) : 'unknown',
    heartbeat: has(plain, HEARTBEAT),
    ...(has13 && { downgradeSentinel: hasSentinel(plain, version) }),
  };
}

/** RFC 8446 §4.1.3: a server that has TLS 1.3 ends its random with "DOWNGRD" and 1 in TLS 1.2, 0 below. */
function hasSentinel(outcome: HelloOutcome, version: VersionName): Answer {
  if (outcome.kind !== 'chosen') return 'unknown';
  const sentinel = Buffer.from([...Buffer.from('DOWNGRD', 'latin1'), version === 'TLSv1.2' ? 1 : 0]);
  return yesOrNo(sentinel.equals(outcome.flight.hello.random.subarray(-sentinel.length)));
}

/** AES-CBC with SHA-1 by every key exchange in use. */
const CBC_SUITES: ReadonlySet<number> = new Set([0xc009, 0xc00a, 0xc013, 0xc014, 0x33, 0x39, 0x2f, 0x35]);

/** RFC 7507 §3: who comes with a lower version than both have, and says so, is to be refused. */
async function askFallback(
  { speaker, serverName }: Common,
  [best, ...lower]: readonly VersionName[],
): Promise<Answer | undefined> {
  const next = lower.find((version) => version !== 'SSLv3');
  if (best === undefined || next === undefined) return undefined;
  const ordinary = usual(next);
  const suites = [FALLBACK_SCSV, ...(ordinary.suites ?? [])];
  const outcome = await speaker.ask(offerOf(next, { serverName, ...ordinary, suites }));
  if (outcome.kind === 'refused') return yesOrNo(/inappropriate_fallback/.test(outcome.by));
  return outcome.kind === 'chosen' ? yesOrNo(outcome.flight.hello.version !== VERSIONS[next]) : 'unknown';
}

const yesOrNo = (is: boolean): Answer => (is ? 'yes' : 'no');

const has = (outcome: HelloOutcome, type: number): Answer =>
  outcome.kind === 'chosen' ? yesOrNo(outcome.flight.hello.extensions.has(type)) : 'unknown';
