/** The service that iplookup asks, over UDP and TCP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Context } from '../../framework/types.ts';

/** `user@domain user@domain` is answered as the default query wants it; a question in words, in words. */
function answerTo(query: string): string {
  const [, person] = /^who is (\S+)\?$/.exec(query) ?? [];
  if (person !== undefined) return person === 'bad' ? 'nobody knows' : `${person} is late`;
  const [first = '', identification = ''] = query.split(' ');
  if (first.startsWith('nothing')) return `${first.replace('@iu', '@us')} somebody@else.test`;
  if (first.startsWith('bad')) return `no-address ${identification}`;
  return `${first.replace('@iu.test', '@us.test')} ${identification}`;
}

export async function startService(context: Context): Promise<void> {
  const udp = createSocket('udp4', (query, from) => udp.send(answerTo(query.toString()), from.port, from.address));
  udp.bind(7777, '127.0.0.1');
  const tcp = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (query) => socket.end(answerTo(query.toString())));
  });
  tcp.listen(7778, '127.0.0.1');
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')]);
  context.atEnd(() => {
    udp.close();
    tcp.close();
  });
}
