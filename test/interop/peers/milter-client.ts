/** As much of the milter protocol as hands one message to a filter and hears which header field it adds. */
import { connect } from 'node:net';

/** Version 6, all changes allowed, no steps left out; values with the space they begin with (SMFIP_HDR_LEADSPC). */
const NEGOTIATION = Buffer.from('00000006000001ff00100000', 'hex');
const BODY_CHUNK = 65_535;

/** The value of the field that the filter adds to the message, folds with CRLF. */
export async function milterHeader(port: number, message: string, name: string): Promise<string> {
  const filter = new Filter(port);
  try {
    await filter.ask('O', NEGOTIATION);
    await filter.ask('C', Buffer.concat([Buffer.from('client.invalid\x004'), Buffer.from([0, 25]), text('127.0.0.1')]));
    await filter.ask('H', text('client.invalid'));
    await filter.ask('M', text('<joe@example.org>'));
    await filter.ask('R', text('<suzie@example.net>'));
    const end = message.indexOf('\r\n\r\n');
    for (const field of message.slice(0, end).split(/\r\n(?![ \t])/)) {
      const colon = field.indexOf(':');
      const value = field.slice(colon + 1).replaceAll('\r\n', '\n');
      await filter.ask('L', Buffer.concat([text(field.slice(0, colon)), text(value)]));
    }
    await filter.ask('N', Buffer.alloc(0));
    const body = Buffer.from(message.slice(end + 4));
    for (let at = 0; at < body.length; at += BODY_CHUNK) await filter.ask('B', body.subarray(at, at + BODY_CHUNK));
    const replies = await filter.ask('E', Buffer.alloc(0));
    return addedField(replies, name);
  } finally {
    filter.close();
  }
}

const text = (words: string): Buffer => Buffer.from(`${words}\0`);

function addedField(replies: readonly Buffer[], name: string): string {
  for (const reply of replies) {
    const kind = String.fromCharCode(reply[0]!);
    if (kind !== 'h' && kind !== 'i') continue;
    const [field, value] = reply
      .subarray(kind === 'i' ? 5 : 1)
      .toString()
      .split('\0');
    if (field?.toLowerCase() === name.toLowerCase()) return (value ?? '').replace(/\r?\n/g, '\r\n');
  }
  throw new Error(`the filter adds no ${name}: ${replies.map((reply) => reply.toString('latin1', 0, 80)).join(' | ')}`);
}

/** Packets: their length in four octets, a letter, what belongs to it. */
class Filter {
  private readonly socket;
  private held = Buffer.alloc(0);
  private wake: () => void = () => {};

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port });
    this.socket.on('data', (chunk: Buffer) => {
      this.held = Buffer.concat([this.held, chunk]);
      this.wake();
    });
    for (const event of ['error', 'close'] as const)
      this.socket.on(event, () => {
        this.wake();
      });
  }

  /** All packets up to the one that settles the question. */
  async ask(command: string, data: Buffer): Promise<readonly Buffer[]> {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(data.length + 1);
    head.write(command, 4);
    this.socket.write(Buffer.concat([head, data]));
    const packets: Buffer[] = [];
    for (;;) {
      const packet = await this.packet();
      packets.push(packet);
      if ('Oacdrty'.includes(String.fromCharCode(packet[0]!))) return packets;
    }
  }

  close(): void {
    this.socket.destroy();
  }

  private async packet(): Promise<Buffer> {
    while (this.held.length < 4 || this.held.length < 4 + this.held.readUInt32BE()) {
      if (this.socket.destroyed) throw new Error('the filter hung up');
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const end = 4 + this.held.readUInt32BE();
    const packet = this.held.subarray(4, end);
    this.held = this.held.subarray(end);
    return packet;
  }
}
