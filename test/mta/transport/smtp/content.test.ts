/** What is done to content on its way: signatures, filters, and content that breaks off. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/base/index.ts';
import { verifyDkim } from '../../../../src/core/dkim/index.ts';
import type { TransportWorld } from '../../../../src/mta/transport/index.ts';
import { deliverBySmtp } from '../../../../src/mta/transport/smtp/index.ts';
import { hostAt, type Transported, transporting } from '../../../support/remote-transport.ts';
import { listenAsPeer, type PeerScript } from '../../../support/smtp-peer.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-content-'));
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyFile = join(folder, 'key.pem');
writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function send(
  transport: string,
  more: Parameters<Transported['delivery']>[0] = {},
  peer: PeerScript = {},
  doAs?: TransportWorld['doAs'],
) {
  const server = await listenAsPeer(peer);
  closers.push(server.close);
  const { delivery, world, logged } = transporting({ transport });
  const report = await deliverBySmtp(delivery({ hosts: [hostAt('127.0.0.1', server.port)], ...more }), {
    ...world,
    ...(doAs !== undefined && { doAs }),
  });
  return { outcome: report.outcomes[0]!, content: server.peers[0]?.contents[0], logged, peer: server.peers[0] };
}

describe('what options ask of the system', () => {
  const ran = async (transport: string, facts: Parameters<Transported['delivery']>[0] = {}) => {
    const asked: string[] = [];
    const { outcome, content } = await send(transport, facts, {}, async ({ uid, gid }, errand) => {
      asked.push(`${errand.kind} ${uid}:${gid}`);
      return { kind: 'expansion', answer: { status: 0, output: 'as him' } };
    });
    return { outcome, content, asked };
  };
  const RUN = `headers_add = X-Ran: \${run{/bin/echo ourselves}{\${length_6:$value}}}`;

  it('is asked of the user whom the transport names, or the router', async () => {
    const own = await ran(`${RUN}\nuser = 12345\ngroup = 54321`);
    expect(own).toMatchObject({ asked: ['expansion 12345:54321'], content: expect.stringContaining('X-Ran: as him') });
    const ofRouter = await ran(RUN, { facts: { uid: 23_456, gid: 65_432 } });
    expect(ofRouter.asked).toEqual(['expansion 23456:65432']);
  });

  it('is asked here where neither does', async () => {
    const { asked, content } = await ran(RUN);
    expect(asked).toEqual([]);
    expect(content).toContain('X-Ran: oursel');
  });

  it('waits where the user cannot be found', async () => {
    const { outcome } = await ran(`${RUN}\nuser = \${lc:nosuchuser}`);
    expect(outcome).toMatchObject({
      status: 'deferred',
      text: expect.stringContaining('Failed to find user "nosuchuser" from expanded string'),
    });
  });
});

const KEY = `dkim_private_key = ${keyFile}`;

describe('DKIM signatures', () => {
  it('one for each domain and selector, in front; expansions see both', async () => {
    const { content } = await send(
      `dkim_domain = Example.com : \${lc:EXAMPLE.net}\ndkim_selector = one : two-$dkim_domain\n${KEY}`,
    );
    const fields = content!.split('\r\nSubject')[0]!.replace(/\r\n\t/g, ' ');
    expect([...fields.matchAll(/d=(\S+?) ?; s=(\S+?) ?;/g)].map(([, d, s]) => `${s} ${d}`)).toEqual([
      'one example.com',
      'two-example.com example.com',
      'one example.net',
      'two-example.net example.net',
    ]);
    expect(fields).not.toMatch(/ [tx]=\d/);
  });

  it('times, identity, canonical form and names as they are set', async () => {
    const options =
      'dkim_timestamps = 3600\ndkim_identity = @sub.example.com\ndkim_canon = simple\ndkim_sign_headers = From : +Subject : =To';
    const { content } = await send(`dkim_domain = example.com\ndkim_selector = s\n${KEY}\n${options}`, {
      text: 'From: a@example.com\nTo: x@y\nTo: z@y\nSubject: s\n\nbody\n',
    });
    const field = content!.split('\r\nFrom')[0]!.replace(/\r\n\t/g, ' ');
    const [, from, to] = / t=(\d+); x=(\d+)/.exec(field)!;
    expect(Number(to) - Number(from)).toBe(3600);
    expect(field).toContain('i=@sub.example.com');
    expect(field).toContain('c=simple/simple');
    expect(field.replace(/\s/g, '')).toContain('h=Subject:To:To:From:Subject;');
  });

  it('names are signed from the last field to the first, and those that are not there after them', async () => {
    const base = `dkim_domain = example.com\ndkim_selector = s\n${KEY}\ndkim_hash = sha512\n`;
    const { content } = await send(base, { text: 'From: a@example.com\nSubject: s\nSubject: t\n\nbody\n' });
    const field = content!.split('\r\nFrom')[0]!.replace(/\s/g, '');
    expect(field).toMatch(/;h=Subject:From:Sender:Reply-To:Date:.*:List-Archive;/);
    expect(field).toContain('a=rsa-sha512;');
    expect(Buffer.from(/bh=([^;]+);/.exec(field)![1]!, 'base64')).toHaveLength(64);
  });

  it('none where there is no key; unsigned, or kept, where it cannot be made', async () => {
    const base = 'dkim_domain = example.com\ndkim_selector = s\n';
    expect((await send(`${base}dkim_private_key = 0`)).content).not.toContain('DKIM-Signature');
    const lax = await send(`${base}dkim_private_key = ${folder}/none`);
    expect(lax.content).not.toContain('DKIM-Signature');
    expect(lax.logged[0]).toMatch(/^unable to open file for reading: /);
    const hash = await send(`${base}${KEY}\ndkim_hash = md5`);
    expect(hash.logged[0]).toBe('DKIM: signing failed: dkim_hash is "md5", and there are sha256, sha512, sha1');
    const strict = await send(`${base}dkim_private_key = ${folder}/none\ndkim_strict = 1`);
    expect(strict.outcome.status).toBe('deferred');
    expect(strict.peer).toBeUndefined();
  });

  it('is one that holds', async () => {
    const { content } = await send(`dkim_domain = example.com\ndkim_selector = s\n${KEY}`, {
      text: 'From: a@example.com\nSubject: s\n\n.dots\n\n\n',
    });
    const read = await verifyDkim([Buffer.from(content!, 'latin1')], {
      lookUp: async () => ({ kind: 'records', texts: [record], status: 'insecure' }),
      clock: systemClock,
    });
    expect(read).toMatchObject({ ok: true, value: { result: 'pass', verdicts: [{ result: 'pass' }] } });
  });
});

const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

describe('content that breaks off', () => {
  it('is no message: the connection is closed in the middle, and it waits', async () => {
    const { outcome, content } = await send('', {
      message: brokenBody(),
    });
    expect(outcome).toMatchObject({ status: 'deferred', text: 'the disk is gone' });
    expect(outcome.host).toBeUndefined();
    expect(content).toBeUndefined();
  });

  it('a filter changes it, or fails', async () => {
    const upper = await send('transport_filter = /usr/bin/tr a-z A-Z');
    expect(upper.content).toBe('SUBJECT: TEST\r\n\r\nBODY\r\n');
    const failing = await send('transport_filter = /bin/false');
    expect(failing.outcome).toMatchObject({
      status: 'deferred',
      errno: -24,
      text: 'transport filter process failed (1)',
    });
    expect(failing.content).toBeUndefined();
  });
});

function brokenBody() {
  const { message } = transporting({ transport: '' }).delivery();
  return {
    ...message,
    body: async () => ({
      ok: true as const,
      value: {
        octets: 10,
        async *chunks() {
          yield Buffer.from('half');
          throw new Error('the disk is gone');
        },
        close: async () => {},
      },
    }),
  };
}
