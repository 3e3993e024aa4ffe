/** Questions that take a handshake which ends: resumption, ALPN, and what is taken from before it. */
import { equalBytes, type Result } from '../../base/index.ts';
import type { Net, TlsConnection, TlsError, TlsOptions } from '../net/index.ts';
import { readCertificate } from '../pki/index.ts';
import { earlyDataOf } from './early-data.ts';
import type { VersionName } from './registry/versions.ts';
import type { Speaker, Unavailable, Visit } from './speaker.ts';
import type { AlpnReport, Answer, ResumptionReport, WithoutName } from './types.ts';

export interface Handshakes {
  readonly speaker: Speaker;
  readonly net: Net;
  readonly serverName: string | undefined;
}

/** TLS 1.3 tickets come behind the handshake, as a rule at once; to a server far away they take as long as it did. */
const TICKET_WAIT_MS = 400;

/** Two round trips, by the time that the handshake took. */
const atLeast = (ms: number, { handshakeMs }: TlsConnection): number => Math.max(ms, 2 * handshakeMs);

type NodeVersion = NonNullable<TlsOptions['minVersion']>;

export async function askResumption(
  asked: Handshakes,
  versions: readonly VersionName[],
): Promise<readonly ResumptionReport[]> {
  const ways: (readonly [VersionName, ResumptionReport['by']])[] = [];
  if (versions.includes('TLSv1.3')) ways.push(['TLSv1.3', 'ticket']);
  if (versions.includes('TLSv1.2')) ways.push(['TLSv1.2', 'ticket'], ['TLSv1.2', 'session-id']);
  return await Promise.all(
    ways.map(async ([version, by]) => ({ version, by, ...(await resumes(asked, version as NodeVersion, by)) })),
  );
}

async function resumes(
  asked: Handshakes,
  version: NodeVersion,
  by: ResumptionReport['by'],
): Promise<Pick<ResumptionReport, 'resumed' | 'earlyDataBytes'>> {
  const how = { minVersion: version, maxVersion: version, ...(by === 'session-id' && { tickets: false as const }) };
  const first = await shake(asked, how, async (secured) => {
    const session = await secured.session(atLeast(TICKET_WAIT_MS, secured));
    await takeLeave(secured.stream);
    return session;
  });
  if (first.kind !== 'done') return { resumed: 'unknown' };
  if (first.value === undefined) return { resumed: 'no' };
  const earlyDataBytes = version === 'TLSv1.3' ? earlyDataOf(first.value) : undefined;
  const again = await shake(asked, { ...how, session: first.value }, async ({ isResumed }) => isResumed);
  const resumed = again.kind === 'unavailable' ? 'unknown' : again.kind === 'done' && again.value ? 'yes' : 'no';
  return { resumed, ...(earlyDataBytes !== undefined && { earlyDataBytes }) };
}

/** A server forgets sessions that were cut off (RFC 5246 §7.2.1); one that does not answer is not waited for long. */
function takeLeave(stream: TlsConnection['stream']): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(finish, TICKET_WAIT_MS);
    stream.once('close', finish).once('end', finish);
    stream.end();
    stream.resume();
  });
}

/**
 * Whom does a client meet that names nobody?
 *
 * @param leaves  the certificates that were shown to one that did, DER
 */
export async function askWithoutName(asked: Handshakes, leaves: readonly Uint8Array[]): Promise<WithoutName> {
  const outcome = await shake({ ...asked, serverName: undefined }, {}, async ({ chain }) => chain[0]);
  if (outcome.kind === 'unavailable') return { shown: 'unknown', detail: outcome.why };
  if (outcome.kind === 'failed') return { shown: 'nothing', detail: outcome.error.message };
  const leaf = outcome.value;
  if (leaf === undefined) return { shown: 'nothing', detail: 'no certificate was sent' };
  if (leaves.some((known) => equalBytes(known, leaf))) return { shown: 'same' };
  const read = readCertificate(leaf);
  return { shown: 'other', detail: read.ok ? read.value.subjectText : read.error.message };
}

/** Names of RFC 7301's registry; SMTP has none, and Exim takes these two. */
const PROTOCOL_NAMES: Readonly<Record<string, readonly string[]>> = {
  smtp: ['smtp', 'esmtp'],
  imap: ['imap'],
  pop3: ['pop3'],
  sieve: ['managesieve'],
  xmpp: ['xmpp-client', 'xmpp-server'],
  none: ['http/1.1'],
};

const STRANGER = 'mxray-nobody-speaks-this';

export async function askAlpn(asked: Handshakes, protocol: string): Promise<AlpnReport> {
  const offered = PROTOCOL_NAMES[protocol]!.slice(0, 1); // Exim refuses a client that offers several
  const [own, strange] = await Promise.all([
    shake(asked, { alpn: offered }, async ({ alpnProtocol }) => alpnProtocol),
    shake(asked, { alpn: [STRANGER] }, async ({ alpnProtocol }) => alpnProtocol),
  ]);
  const selected = own.kind === 'done' ? own.value : undefined;
  return { offered, ...(selected !== undefined && { selected }), stranger: strangerOf(strange) };
}

function strangerOf(outcome: Shaken<string | undefined>): AlpnReport['stranger'] {
  if (outcome.kind === 'done') return outcome.value === undefined ? 'ignored' : 'selected';
  return outcome.kind === 'failed' ? 'refused' : 'unknown';
}

/** What was slipped in is answered at once, or thrown away. */
const INJECTION_WAIT_MS = 500;

/** @param harmless  a command that changes nothing, in the protocol's own words */
export async function askInjection(asked: Handshakes, harmless: string): Promise<Answer> {
  const wait = (secured: TlsConnection): number => atLeast(INJECTION_WAIT_MS, secured);
  const outcome = await shake(asked, {}, (secured) => hearsUnasked(secured.stream, wait(secured)), harmless);
  if (outcome.kind === 'unavailable') return 'unknown';
  return outcome.kind === 'done' && outcome.value ? 'yes' : 'no';
}

/** Does anything come through TLS before anything was said through it? */
function hearsUnasked(stream: TlsConnection['stream'], waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (heard: boolean): void => {
      clearTimeout(timer);
      stream.off('data', onData).off('close', onClose);
      resolve(heard);
    };
    const onData = (): void => finish(true);
    const onClose = (): void => finish(false);
    const timer = setTimeout(() => finish(false), waitMs);
    stream.on('data', onData).once('close', onClose);
  });
}

type Shaken<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: TlsError }
  | Unavailable;

function shake<T>(
  { speaker, net, serverName }: Handshakes,
  options: Omit<TlsOptions, 'timeoutMs' | 'serverName' | 'signal'>,
  use: (secured: TlsConnection) => Promise<T>,
  trailer?: string,
): Promise<Shaken<T>> {
  return speaker.visit<Shaken<T>>(async ({ connection, timeoutMs }: Visit) => {
    const name = serverName !== undefined && { serverName };
    const secured: Result<TlsConnection, TlsError> = await net.startTls(connection, { ...options, ...name, timeoutMs });
    if (!secured.ok) return { kind: 'failed', error: secured.error };
    try {
      return { kind: 'done', value: await use(secured.value) };
    } finally {
      secured.value.destroy();
    }
  }, trailer) as Promise<Shaken<T>>;
}
