/** Every certificate that a server shows: each address, each type of key. */
import { err, type Failure, type Finding, finding, ok, type Result } from '../../base/index.ts';
import { type Certificate, readCertificate } from '../pki/index.ts';
import { type KeyOutcome, outcomeText, type Probe, probeEachKey, type StartTlsProtocol } from '../tls/index.ts';
import { notSeen } from './findings/registry.ts';
import type { Sighting } from './types.ts';

export interface Server {
  /** A name, or an address. */
  readonly host: string;
  readonly port: number;
  readonly protocol: StartTlsProtocol;
  /** SNI: the name that a client would want; absent for an address. */
  readonly serverName?: string;
  readonly ehlo: string;
  /** Of each handshake. */
  readonly timeoutMs: number;
}

export interface ServerPorts {
  readonly probe: Probe;
  /** At least one address, the host itself where it is one, or why there is none. */
  readonly addressesOf: (host: string, port: number) => Promise<Result<readonly string[], Failure>>;
  readonly signal?: AbortSignal;
}

/** What was seen, equal certificates told once, and which addresses showed none. */
export interface Shown {
  readonly certificates: readonly { readonly certificate: Certificate; readonly seen: readonly Sighting[] }[];
  readonly findings: readonly Finding[];
}

/** Addresses looked at; each may cost two time-outs, and they run side by side. */
const MAX_ADDRESSES = 16;

/** @returns at least one certificate, or the failure that kept it from being seen */
export async function lookAtServer(server: Server, ports: ServerPorts): Promise<Result<Shown, Failure>> {
  const addresses = await ports.addressesOf(server.host, server.port);
  if (!addresses.ok) return addresses;
  const looks = await Promise.all(
    addresses.value.slice(0, MAX_ADDRESSES).map(async (ip) => ({ ip, keys: await lookAt(ip, server, ports) })),
  );
  const sightings = looks.flatMap(({ ip, keys }) => readSightings({ ip, port: server.port }, keys));
  const seen = sightings.flatMap((one) => ('certificate' in one ? [one] : []));
  const unseen = sightings.flatMap((one) => ('why' in one ? [one] : []));
  if (seen.length === 0) return err(noneShown(server, unseen));
  const findings = unseen.map(({ at, why }) => finding(notSeen, { scope: at, detail: why, fix: notSeen.fix! }));
  return ok({ certificates: oncePerCertificate(seen), findings });
}

function lookAt(address: string, server: Server, { probe, signal }: ServerPorts): Promise<readonly KeyOutcome[]> {
  const { port, protocol, ehlo, timeoutMs, serverName } = server;
  const target = { address, port, protocol, ehlo, timeoutMs, ...(serverName !== undefined && { serverName }) };
  return probeEachKey(probe, { ...target, ...(signal !== undefined && { signal }) });
}

interface Seen {
  readonly at: Sighting;
  readonly certificate: Certificate;
}

interface Unseen {
  readonly at: Sighting;
  readonly why: string;
}

/** A type of key that comes to no handshake, beside one that does, is a server's choice: it has no certificate of it. */
function readSightings(place: Pick<Sighting, 'ip' | 'port'>, keys: readonly KeyOutcome[]): readonly (Seen | Unseen)[] {
  const hasShown = keys.some(({ outcome }) => outcome.kind === 'tls');
  const all = keys
    .filter(({ outcome }) => !(hasShown && outcome.kind === 'tls-failed'))
    .map((key) => readSighting(place, key));
  const [first, second] = all;
  const isSame =
    first !== undefined && second !== undefined && 'why' in first && 'why' in second && first.why === second.why;
  return isSame ? [{ ...first, at: { ...first.at, keyType: 'any' } }] : all;
}

function readSighting(place: Pick<Sighting, 'ip' | 'port'>, { keyType, outcome }: KeyOutcome): Seen | Unseen {
  const at = { ...place, keyType };
  if (outcome.kind !== 'tls') return { at, why: outcomeText(outcome) };
  const leaf = outcome.chain[0];
  if (leaf === undefined) return { at, why: 'it sends no certificate' };
  const read = readCertificate(leaf);
  return read.ok ? { at, certificate: read.value } : { at, why: read.error.message };
}

function oncePerCertificate(seen: readonly Seen[]): Shown['certificates'] {
  const found = new Map<string, { certificate: Certificate; seen: Sighting[] }>();
  for (const { at, certificate } of seen) {
    const key = Buffer.from(certificate.der).toString('latin1');
    const known = found.get(key);
    if (known === undefined) found.set(key, { certificate, seen: [at] });
    else known.seen.push(at);
  }
  return [...found.values()];
}

function noneShown({ host, port }: Server, unseen: readonly Unseen[]): Failure {
  const reasons = [...new Set(unseen.map(({ at, why }) => `${at.ip}: ${why}`))].slice(0, 4);
  return {
    code: 'tls/no-certificate',
    message: `${host}:${port} showed no certificate: ${reasons.join('; ')}`,
    hint: 'give a PEM or DER file, or check port and --starttls',
    fault: 'peer',
    temporary: true,
  };
}
