/** A name server on loopback over the literal of spf-dns.ts: one that signs nothing, as a plain recursive server answers. */
import { createSocket } from 'node:dgram';
import { decodeMessage, encodeMessage, type Message, questionOctets, RCODE } from '../../src/core/dns/index.ts';
import { cnameOf, type SpfWorld } from './spf-dns.ts';

export interface SpfServer {
  readonly port: number;
  close(): Promise<void>;
}

/** @param silent  a name that never answers gets no reply; otherwise SERVFAIL */
export async function serveSpf(world: SpfWorld, { silent = false } = {}): Promise<SpfServer> {
  const socket = createSocket('udp4');
  socket.on('message', async (octets, from) => {
    const query = decodeMessage(octets);
    if (!query.ok) return;
    const reply = await replyTo(query.value, world);
    if (reply === undefined || (silent && reply.rcode === RCODE.SERVFAIL)) return;
    socket.send(encodeMessage(reply, { question: questionOctets(octets) }), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

async function replyTo(query: Message, world: SpfWorld): Promise<Message | undefined> {
  const question = query.questions[0];
  if (question === undefined) return undefined;
  const answer = await world.lookup(question.name, question.type);
  const { edns: _, ...rest } = query;
  const base = {
    ...rest,
    flags: { ...query.flags, qr: true, ra: true, cd: false, ad: false },
    additionals: [],
    authorities: [],
  };
  const withEdns =
    query.edns === undefined ? base : { ...base, edns: { version: 0, udpSize: 4096, dnssecOk: false, options: [] } };
  if (!answer.ok) return { ...withEdns, rcode: RCODE.SERVFAIL, answers: [] };
  const { aliases, records, rcode } = answer.value;
  return { ...withEdns, rcode, answers: [...aliases.map(cnameOf), ...records] };
}
