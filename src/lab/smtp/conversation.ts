/** One connection from greeting to goodbye: the dialect says what is right, the mood what happens instead. */
import type { Socket } from 'node:net';
import type { TlsAcceptor } from '../../core/net/index.ts';
import { type Channel, createChannel } from './channel.ts';
import type { Dialect, DialectState, MailServerSpec, Mood } from './types.ts';

export interface Role {
  readonly spec: MailServerSpec;
  readonly mood: Mood;
  readonly dialect: Dialect;
  readonly acceptor: () => TlsAcceptor;
  readonly slowMs: number;
}

/** A client that says nothing for this long is let go. */
const IDLE_MS = 60_000;

/** Resolves when the connection is over; a peer that goes away is no error. */
export async function converse(socket: Socket, role: Role): Promise<void> {
  socket.on('error', () => {});
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.setNoDelay(true);
  const channel = createChannel(socket, role.slowMs);
  const next = role.spec.tlsOnConnect === true ? 'start-tls' : await speak(channel, role, false);
  if (next === 'start-tls') await secure(socket, channel, role);
  else socket.end();
}

/** Greets and answers until the client leaves or TLS is to begin. */
async function speak(channel: Channel, role: Role, secured: boolean): Promise<'start-tls' | 'end'> {
  const { dialect, mood } = role;
  const state = stateOf(role, secured);
  if (!(await greet(channel, role, state))) return 'end';
  for (;;) {
    const utterance = await channel.utterance(dialect.delimiter);
    if (utterance === undefined) return 'end';
    if (mood.answer !== undefined) {
      await mood.answer(channel);
      return 'end';
    }
    const next = await reply(channel, role, utterance, state);
    if (next !== 'listen') return next;
  }
}

async function greet(channel: Channel, { dialect, mood, spec }: Role, state: DialectState): Promise<boolean> {
  const insideStartTls = state.secured && spec.tlsOnConnect !== true;
  if (insideStartTls && !dialect.greetsAfterTls) return true;
  if (mood.greet !== undefined) return (await mood.greet(channel)) === 'go-on';
  await mood.beforeGreeting?.(channel);
  return channel.write(dialect.greeting(state));
}

async function reply(
  channel: Channel,
  { dialect, mood }: Role,
  utterance: string,
  state: DialectState,
): Promise<'listen' | 'start-tls' | 'end'> {
  const turn = dialect.answer(utterance, state);
  if (turn.next === 'start-tls' && mood.startTlsReply !== undefined) {
    await channel.write(mood.startTlsReply);
    return 'listen';
  }
  await channel.write(turn.reply + (turn.next === 'start-tls' ? (mood.injects ?? '') : ''));
  return turn.next === 'close' ? 'end' : turn.next;
}

/** The handshake, or what the mood does instead, and the conversation inside TLS. */
async function secure(socket: Socket, channel: Channel, role: Role): Promise<void> {
  if (role.mood.handshake !== undefined) {
    await role.mood.handshake(channel);
    socket.end();
    return;
  }
  channel.release();
  const tls = await role.acceptor().accept(socket);
  if (tls === undefined) return;
  await speak(createChannel(tls, role.slowMs), role, true);
  tls.end();
}

function stateOf({ spec, mood }: Role, secured: boolean): DialectState {
  const offersStartTls = spec.credentials.length > 0 && mood.hidesStartTls !== true && spec.tlsOnConnect !== true;
  return { host: spec.host, secured, offersStartTls };
}
