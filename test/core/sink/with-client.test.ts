/** Our client into our sink: what one says and the other hears, by every way there is. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import type { RunningSink, SinkOptions } from '../../../src/core/sink/index.ts';
import { type Conversation, converse, type Plan } from '../../../src/core/smtp/index.ts';
import { openSink } from '../../support/sink.ts';
import { mailOf, PLAIN_PLAN } from '../../support/smtp-peer.ts';
import { SMUGGLING_ENDS } from '../../support/smuggling.ts';

const net = createNet();
afterAll(() => net.close());
const running: RunningSink[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sink) => sink.close()));
});

async function start(options: Partial<SinkOptions> = {}, script = '') {
  const opened = await openSink(options, script);
  running.push(opened.sink);
  return opened;
}

async function send(port: number, text: string, plan: Partial<Plan> = {}): Promise<Conversation> {
  const waiting = [mailOf(text, ['c@d.test', 'e@d.test'])];
  const options = { plan: { ...PLAIN_PLAN, ...plan }, nextMail: () => waiting.shift(), capMs: 5000 };
  return converse({ net, clock: systemClock }, { address: '127.0.0.1', port }, options);
}

const digest = (text: string): string => createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex');
const THROW_AWAY = { kind: 'throw-away', onConnect: false } as const;

describe('a message arrives as it was sent', () => {
  const text = 'Subject: x\r\n\r\n.\r\n..\r\n.dot\r\n\r\n';
  it.each<[string, Partial<SinkOptions>, Partial<Plan>]>([
    ['by DATA', {}, {}],
    ['pipelined', {}, { pipelining: true }],
    ['by BDAT', {}, { chunking: 'required' }],
    ['under PRDR', {}, { prdr: true }],
    ['by STARTTLS', { tls: THROW_AWAY }, { tls: 'required' }],
    ['in TLS from the first octet', { tls: { ...THROW_AWAY, onConnect: true } }, { tls: 'on-connect' }],
    ['by LMTP', { protocol: 'lmtp' }, { protocol: 'lmtp' }],
    ['where the sink insists on turns', { enforcesSync: true }, { pipelining: true }],
  ])('%s', async (_, options, plan) => {
    const { port, messages } = await start(options);
    const { outcome, mails } = await send(port, text, plan);
    expect(outcome).toEqual({ kind: 'done', isFull: false });
    expect(mails[0]?.recipients.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    expect(messages).toMatchObject([{ octets: text.length, sha256: digest(text), to: ['c@d.test', 'e@d.test'] }]);
  });
});

describe('ends of data that are none, from our client into our sink', () => {
  it.each(SMUGGLING_ENDS)('%j', async (end) => {
    for (const bare of ['refuse', 'normalise', 'keep'] as const) {
      const { port, messages } = await start({ bare });
      const smuggled = `first${end}MAIL FROM:<evil@x.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nsecond\r\n`;
      const { outcome } = await send(port, smuggled);
      expect(outcome.kind).toBe('done');
      expect(messages.length).toBeLessThanOrEqual(1);
      expect(messages.map(({ to }) => to)).toEqual(messages.map(() => ['c@d.test', 'e@d.test']));
    }
  });
});

describe('STARTTLS on the wire (RFC 3207 §4.2)', () => {
  it('what came in clear behind it is not heard within', async () => {
    const { port, messages, sink } = await start({ tls: THROW_AWAY });
    const heard = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('EHLO x\r\nSTARTTLS\r\nMAIL FROM:<evil@x.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\n'),
      );
      let clear = '';
      socket.on('data', function hear(bytes) {
        clear += bytes;
        if (!clear.endsWith('TLS go ahead\r\n')) return;
        socket.off('data', hear);
        let said = '';
        const tls = connectTls({ socket, rejectUnauthorized: false }, () => tls.write('RCPT TO:<x@y>\r\nQUIT\r\n'));
        tls.on('data', (more) => {
          said += more;
        });
        tls.on('close', () => resolve(said)).on('error', reject);
      });
    });
    expect(heard).toBe('503 sender not yet given\r\n221 sink.test closing connection\r\n');
    expect([messages.length, sink.totals.secured]).toEqual([0, 1]);
  });
  it('a handshake that is none ends the connection, and the sink goes on', async () => {
    const { port, messages } = await start({ tls: THROW_AWAY });
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('EHLO x\r\nSTARTTLS\r\n'));
      socket.on('data', (bytes) => bytes.includes('go ahead') && socket.write('this is no ClientHello\r\n'));
      socket.on('error', () => {}).on('close', () => resolve());
    });
    await send(port, 'x\r\n', { tls: 'required' });
    expect(messages).toHaveLength(1);
  });
});
