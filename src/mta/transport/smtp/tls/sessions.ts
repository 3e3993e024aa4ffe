/**
 * TLS sessions taken up again (`tls_resumption_hosts`; RFC 8446 §2.2, RFC 5077), kept for all processes.
 *
 * With a session goes the chain that its server showed, since it shows none again: what is judged at each connection, by
 * dates, roots or TLSA records, is that chain. A session is for one connection (RFC 8446 §C.4); what the server
 * gives behind it is for the next.
 */
import type { TlsConnection } from '../../../../core/net/index.ts';
import { expand, parsedOption, textOf } from '../../../expand/index.ts';
import { text } from '../../settings.ts';
import type { HostFacts } from '../host-facts.ts';
import type { Errand } from '../load.ts';
import { hostOf } from '../settings.ts';
import type { TlsPolicy } from './policy.ts';

/** In base64. */
interface KeptSession {
  readonly session: string;
  readonly chain: readonly string[];
}

/** Servers forget them, and a chain that is no longer shown should not be believed for long. */
const KEPT_MS = 3_600_000;
/** TLS 1.3 sends a ticket some time behind the handshake. */
const TICKET_MS = 10_000;
/** A chain may be as large as a peer likes; a hint may not. */
const MAX_CHAIN_OCTETS = 32 * 1024;

/** Options with a session, where one is kept; `facts` has what belongs to it. */
export async function optionsWithSession(
  errand: Errand,
  facts: HostFacts,
  policy: TlsPolicy,
): Promise<TlsPolicy['options']> {
  const key = await keyFor(errand, facts, policy);
  facts.sessionKey = key;
  let kept: KeptSession | undefined;
  await errand.world.hints<KeptSession>('tls').update(key, (before) => {
    kept = before?.value;
    return undefined;
  });
  if (kept === undefined) return policy.options;
  facts.chainOfSession = kept.chain.map(fromBase64);
  return { ...policy.options, session: fromBase64(kept.session) };
}

/** In the background: nobody waits for a ticket. @param chain  that the connection was judged by */
export async function keepSession(
  { world }: Errand,
  { sessionKey }: HostFacts,
  tls: TlsConnection,
  chain: readonly Uint8Array[],
): Promise<void> {
  if (sessionKey === undefined || chain.reduce((sum, { length }) => sum + length, 0) > MAX_CHAIN_OCTETS) return;
  const session = await tls.session(TICKET_MS);
  if (session === undefined) return;
  const value = { session: toBase64(session), chain: chain.map(toBase64) };
  const expiresAtMs = world.clock.now().getTime() + KEPT_MS;
  await world.hints<KeptSession>('tls').update(sessionKey, () => ({ value, expiresAtMs }));
}

/** `host_name_extract`: of hosts behind one name, the one that knows the session may be told by its answer to EHLO. */
async function keyFor({ delivery, world }: Errand, facts: HostFacts, policy: TlsPolicy): Promise<string> {
  const written = text(delivery.transport, 'host_name_extract') ?? '';
  const item = textOf(facts.ehloSaid ?? '', true);
  const extracted = await expand(parsedOption(written), hostOf(delivery, world, facts), undefined, { item });
  const name = extracted.kind === 'text' && extracted.text !== '' ? extracted.text : facts.target.address;
  return JSON.stringify(['session', name, facts.port, policy.options.serverName, policy.key]);
}

const toBase64 = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64');
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
