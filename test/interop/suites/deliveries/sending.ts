/** How messages get to a server: a session for one, or for several that follow each other. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import type { Scenario } from './worlds/types.ts';

/** @returns the replies to what was asked before MAIL */
export function send(port: number, scenario: Scenario): Promise<string> {
  const { asks = [], behind = [] } = scenario;
  const commands = ['EHLO c.example', ...asks, ...[scenario, ...behind].flatMap(commandsFor), 'QUIT'];
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    let buffer = '';
    const replies: string[] = [];
    // The greeting and EHLO come first.
    // Who is in the middle of its goodbye may reset.
    socket
      .on('error', (error) => void (replies.length === 0 && reject(error)))
      .on('close', () => resolve(replies.slice(2, 2 + asks.length).join('')));
    socket.on('data', (octets) => {
      buffer += octets.toString('latin1');
      for (let end = /^\d{3} .*\r\n/m.exec(buffer); end !== null; end = /^\d{3} .*\r\n/m.exec(buffer)) {
        const length = end.index + end[0].length;
        replies.push(buffer.slice(0, length));
        buffer = buffer.slice(length);
        const next = commands.shift();
        if (next !== undefined) socket.write(`${next}\r\n`);
      }
    });
  });
}

function commandsFor({ sender, recipients, mail, ...message }: Scenario): readonly string[] {
  return [
    `MAIL FROM:<${sender}>${mail === undefined ? '' : ` ${mail}`}`,
    ...recipients.map((recipient) => {
      const [address, ...parameters] = recipient.split(' ');
      return `RCPT TO:<${address}>${parameters.map((one) => ` ${one}`).join('')}`;
    }),
    'DATA',
    `${textOf(message).replaceAll('\n', '\r\n')}.`,
  ];
}

/** As it goes out, lines with LF. */
export const textOf = ({ header = '', body = 'This is\nthe body.\n' }: Pick<Scenario, 'header' | 'body'>): string =>
  `${USUAL_HEADER}${header}\n${body}`;

const USUAL_HEADER =
  'From: Ann <ann@example.org>\nTo: all@example.org\nSubject: a scenario\nMessage-Id: <one@example.org>\nDate: Thu, 26 Nov 2026 00:00:00 +0000\n';

/** While so many others are connected, who have been greeted. */
export async function beside(port: number, count: number, act: () => Promise<string>): Promise<string[]> {
  const others = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = createConnection(port, '127.0.0.1');
      await once(socket, 'data');
      return socket;
    }),
  );
  try {
    return [await act()];
  } finally {
    for (const other of others) other.destroy();
  }
}
