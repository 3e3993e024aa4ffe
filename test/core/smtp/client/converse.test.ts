/** Conversations over loopback: dialled, driven, recorded. */
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/base/index.ts';
import { createNet } from '../../../../src/core/net/index.ts';
import {
  type Conversation,
  type ConverseOptions,
  converse,
  type Mail,
  outcomeText,
} from '../../../../src/core/smtp/index.ts';
import { listenAsPeer, mailOf, type PeerScript, PLAIN_PLAN } from '../../../support/smtp-peer.ts';

const net = createNet();
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function talk(
  port: number,
  mails: readonly Mail[],
  options: Partial<ConverseOptions> = {},
): Promise<Conversation> {
  const waiting = [...mails];
  return converse(
    { net, clock: systemClock },
    { address: '127.0.0.1', port },
    { plan: PLAIN_PLAN, nextMail: () => waiting.shift(), capMs: 5000, ...options },
  );
}

async function withPeer(script: PeerScript, mails: readonly Mail[], options: Partial<ConverseOptions> = {}) {
  const server = await listenAsPeer(script);
  closers.push(server.close);
  const conversation = await talk(server.port, mails, options);
  return { conversation, peer: server.peers[0]! };
}

/** A server that is no peer: raw octets to the first that comes. */
async function withRaw(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    serve(socket);
  });
  closers.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

describe('a conversation over a socket', () => {
  it('tells every step with its reply and its time', async () => {
    const { conversation } = await withPeer({}, [mailOf('hello\r\n')]);
    expect(conversation.outcome).toEqual({ kind: 'done', isFull: false });
    expect(conversation.steps.map(({ stage, reply }) => `${stage} ${reply?.code ?? ''}`.trim())).toEqual([
      ...['connect', 'greeting 220', 'ehlo 250', 'mail 250', 'rcpt 250', 'data 354', 'dot 250', 'quit 221'],
    ]);
    expect(conversation.steps.every(({ tookMs }) => tookMs !== undefined && tookMs >= 0)).toBe(true);
    expect(conversation.steps.find(({ stage }) => stage === 'rcpt')?.recipient).toBe('bob@peer.test');
  });

  it('megabytes arrive as they were, dots and all, by DATA and by BDAT', async () => {
    const line = `.${'x'.repeat(70)}\r\n`;
    const part = Buffer.from(line.repeat(900));
    async function* parts(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 80; i += 1) yield part;
    }
    const sent = mailOf('', ['b@x.test'], { parts, sizeOctets: part.length * 80 });
    for (const chunking of ['never', 'required'] as const) {
      const { conversation, peer } = await withPeer({ offers: ['CHUNKING'] }, [sent], {
        plan: { ...PLAIN_PLAN, chunking },
      });
      const dots = chunking === 'never' ? 900 * 80 : 0;
      expect(conversation.mails[0]).toMatchObject({ octets: part.length * 80 + dots, reply: { code: 250 } });
      expect(peer.contents[0]!.length).toBe(part.length * 80);
      expect(peer.contents[0]!.startsWith(line.repeat(3))).toBe(true);
    }
  }, 20_000);

  it('an answer that has arrived counts, however late we are to hear it', async () => {
    const lateMs = 400;
    let text = '';
    const port = await withRaw((socket) => {
      socket.write('220 a\r\n');
      socket.on('data', (octets) => {
        text += octets;
        if (text.endsWith('\r\n.\r\n')) {
          socket.write('250 stored\r\n'); // it is in the other socket now, which nobody looks into for a while
          const until = performance.now() + lateMs;
          while (performance.now() < until);
          text = '';
        } else if (text.endsWith('DATA\r\n')) socket.write('354 go on\r\n');
        else socket.write('250 ok\r\n');
      });
    });
    const { mails } = await talk(port, [mailOf('hello\r\n')], { waitsMs: { dot: lateMs / 4 } });
    expect(mails[0]?.reply?.code).toBe(250);
  });

  it('a preamble goes first', async () => {
    const port = await withRaw((socket) => {
      socket.once('data', (octets) =>
        socket.end(octets.toString().startsWith('PROXY UNKNOWN\r\n') ? '220 a\r\n' : '554 b\r\n'),
      );
    });
    const conversation = await talk(port, [], { preamble: Buffer.from('PROXY UNKNOWN\r\n') });
    expect(conversation.steps.find(({ stage }) => stage === 'greeting')?.reply?.code).toBe(220);
  });

  it('a server that says no in the middle of the content is heard, though it reads no more', async () => {
    const port = await withRaw((socket) => {
      socket.write('220 a\r\n');
      const replies = ['250 b\r\n', '250 c\r\n', '250 d\r\n', '354 e\r\n'];
      let octets = 0;
      socket.on('data', (chunk) => {
        const reply = replies.shift();
        if (reply !== undefined) return void socket.write(reply);
        octets += chunk.length;
        if (octets < 200_000) return;
        socket.pause();
        socket.write('552 5.3.4 enough\r\n');
      });
    });
    const endless = function* (): Generator<Uint8Array> {
      for (;;) yield Buffer.alloc(65_536, 'x');
    };
    const { sizeOctets: _unknown, ...mail } = mailOf('', ['b@x.test'], { parts: endless });
    const conversation = await talk(port, [mail]);
    expect(conversation.mails[0]!.recipients[0]).toMatchObject({
      status: 'refused',
      stage: 'body',
      reply: { code: 552 },
    });
  });

  it('a server that reads no more and says nothing is given up on', async () => {
    const port = await withRaw((socket) => {
      socket.write('220 a\r\n');
      const replies = ['250 b\r\n', '250 c\r\n', '250 d\r\n', '354 e\r\n'];
      socket.on('data', () => {
        const reply = replies.shift();
        if (reply === undefined) socket.pause();
        else socket.write(reply);
      });
    });
    const endless = function* (): Generator<Uint8Array> {
      for (;;) yield Buffer.alloc(65_536, 'x');
    };
    const conversation = await talk(port, [mailOf('', ['b@x.test'], { parts: endless })], { capMs: 200 });
    expect(conversation.outcome).toMatchObject({ kind: 'timeout', stage: 'body' });
  });

  it('a message that cannot be read to its end is never ended', async () => {
    const failure = { code: 'file/failed', message: 'gone', fault: 'configuration', temporary: false } as const;
    async function* parts(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half a\r\n');
      throw Object.assign(new Error('gone'), { failure });
    }
    const { conversation, peer } = await withPeer({}, [mailOf('', ['b@x.test'], { parts })]);
    expect(conversation.outcome).toMatchObject({ kind: 'message-failed', error: { message: 'gone' } });
    expect(peer.contents).toEqual([]);
  });

  it('silence at the greeting, and octets that never end a line, are bounded by one wait', async () => {
    const port = await withRaw((socket) => {
      const timer = setInterval(() => socket.write('2'), 20);
      closers.push(() => clearInterval(timer));
    });
    const conversation = await talk(port, [], { capMs: 150 });
    expect(conversation.outcome).toMatchObject({ kind: 'timeout', stage: 'greeting', afterMs: 150 });
    expect(outcomeText(conversation.outcome)).toBe('no greeting within 0.15 s');
  });

  it('nobody there', async () => {
    const port = await withRaw(() => {});
    closers.splice(0).forEach((close) => {
      close();
    });
    const conversation = await talk(port, []);
    expect(conversation.outcome).toMatchObject({ kind: 'unreachable', error: { code: 'net/refused' } });
  });
});
