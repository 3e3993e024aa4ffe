/** The only name server that there is, on the address of resolv.conf; it can fall silent, fail, or be gone. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import dnsPacket, { type Answer, type Question } from 'dns-packet';
import { RESOLVERS } from '../world/addresses.ts';
import type { Context } from './types.ts';

export type NamesMood = 'answers' | 'silent' | 'fails' | 'gone';

/** Owner, in lower case → its records. What is not here does not exist. */
export type Zone = Readonly<Record<string, readonly Answer[]>>;

/** So that nobody knows a name any more once there is nobody to ask. */
const TTL = 0;

export const a = (data: string): Answer => ({ type: 'A', name: '', ttl: TTL, data });
export const aaaa = (data: string): Answer => ({ type: 'AAAA', name: '', ttl: TTL, data });
/** In strings of at most 255 octets (RFC 1035 §3.3). */
export const txt = (text: string): Answer => ({
  type: 'TXT',
  name: '',
  ttl: TTL,
  data: text.match(/.{1,255}/gs) ?? [''],
});
export const mx = (preference: number, exchange: string): Answer => ({
  type: 'MX',
  name: '',
  ttl: TTL,
  data: { preference, exchange },
});

export class NameServer {
  mood: NamesMood = 'answers';
  private readonly zone: Zone;
  private socket: Socket | undefined;

  private constructor(zone: Zone) {
    this.zone = zone;
  }

  static async start(context: Context, zone: Zone): Promise<NameServer> {
    const server = new NameServer(zone);
    await server.open();
    context.atEnd(() => server.close());
    return server;
  }

  async turn(mood: NamesMood): Promise<void> {
    this.mood = mood;
    if (mood === 'gone') await this.close();
    else if (this.socket === undefined) await this.open();
  }

  private async open(): Promise<void> {
    const socket = createSocket('udp4', (query, from) => {
      const reply = this.answer(query);
      if (reply !== undefined) socket.send(reply, from.port, from.address);
    });
    this.socket = socket;
    socket.bind(53, RESOLVERS.unbound);
    await once(socket, 'listening');
  }

  private async close(): Promise<void> {
    const { socket } = this;
    this.socket = undefined;
    if (socket !== undefined) await new Promise<void>((resolve) => void socket.close(resolve));
  }

  private answer(query: Buffer): Buffer | undefined {
    if (this.mood === 'silent') return undefined;
    const { id = 0, questions = [] } = dnsPacket.decode(query);
    const [question] = questions;
    const found = question === undefined ? undefined : this.zone[question.name.toLowerCase()];
    const code = this.mood === 'fails' ? SERVFAIL : found === undefined ? NXDOMAIN : 0;
    const answers = code === 0 ? answersTo(question!, found!) : [];
    return dnsPacket.encode({ type: 'response', id, flags: RECURSION | code, questions, answers });
  }
}

const [SERVFAIL, NXDOMAIN] = [2, 3];
/** Wanted and available (RFC 1035 §4.1.1). */
const RECURSION = 0x180;

const answersTo = ({ name, type }: Question, found: readonly Answer[]): Answer[] =>
  found.filter((answer) => answer.type === type).map((answer) => ({ ...answer, name }) as Answer);
