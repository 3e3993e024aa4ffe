/** Mail servers that refuse at a chosen stage, a port each; they offer DSN or not. */
import { createServer, type Socket } from 'node:net';
import type { Context } from '../../framework/types.ts';

export interface Manner {
  /** Label of the domain whose mail goes there. */
  readonly label: string;
  readonly port: number;
  /** Command → reply lines instead of 250; `.` is the end of the data. */
  readonly replies: Readonly<Record<string, readonly string[]>>;
  readonly offersDsn?: boolean;
}

export const MANNERS: readonly Manner[] = [
  { label: 'mail', port: 2601, replies: { MAIL: ['554 5.7.1 We do not take mail of yours'] } },
  { label: 'rcpt', port: 2602, replies: { RCPT: ['550-5.1.1 There is nobody', '550 5.1.1 of that name here'] } },
  { label: 'data', port: 2603, replies: { DATA: ['554 5.5.1 No valid recipients'] } },
  { label: 'body', port: 2604, replies: { '.': ['552 5.2.2 Mailbox full'] } },
  { label: 'later', port: 2605, replies: { RCPT: ['450 4.2.0 Come back later'] } },
  { label: 'plain', port: 2606, replies: {} },
  { label: 'dsn', port: 2607, replies: {}, offersDsn: true },
];

/** @returns commands received, by label */
export async function startServers(context: Context): Promise<ReadonlyMap<string, string[]>> {
  const received = new Map<string, string[]>();
  for (const manner of MANNERS) {
    const lines: string[] = [];
    received.set(manner.label, lines);
    const server = createServer((socket) => converse(socket, manner, lines));
    await new Promise<void>((resolve) => server.listen(manner.port, '127.0.0.1', resolve));
    context.atEnd(() => void server.close());
  }
  return received;
}

function converse(socket: Socket, { replies, offersDsn }: Manner, lines: string[]): void {
  let held = '';
  let inData = false;
  const answer = (reply: readonly string[]): void => void socket.write(`${reply.join('\r\n')}\r\n`);
  const take = (line: string): void => {
    lines.push(line);
    const command = line.slice(0, 4).toUpperCase();
    const refused = replies[command];
    if (command === 'EHLO') answer(offersDsn === true ? ['250-sink.invalid', '250 DSN'] : ['250 sink.invalid']);
    else if (refused !== undefined) answer(refused);
    else if (command === 'DATA') {
      inData = true;
      answer(['354 go on']);
    } else answer([command === 'QUIT' ? '221 bye' : '250 2.0.0 ok']);
  };
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    held += chunk;
    for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
      const line = held.slice(0, end);
      held = held.slice(end + 2);
      if (!inData) take(line);
      else if (line === '.') {
        inData = false;
        answer(replies['.'] ?? ['250 2.0.0 taken']);
      }
    }
  });
  socket.on('error', () => {});
  answer(['220 sink.invalid ESMTP']);
}
