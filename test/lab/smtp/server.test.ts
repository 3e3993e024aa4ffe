import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Credential, createLabCa } from '../../../src/lab/ca/index.ts';
import { type DialectName, type MailServer, MOODS, startMailServer } from '../../../src/lab/smtp/index.ts';

let credentials: Credential[];
const servers: MailServer[] = [];

beforeAll(async () => {
  const ca = await createLabCa(new Date());
  credentials = [
    await ca.issue({ keyType: 'p256', names: ['mx.test'] }),
    await ca.issue({ keyType: 'rsa', names: ['mx.test'] }),
  ];
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(mood: string, dialect: DialectName = 'smtp', extra: object = {}): Promise<MailServer> {
  const server = await startMailServer({ host: 'mx.test', dialect, mood, credentials, ...extra }, { slowMs: 5 });
  servers.push(server);
  return server;
}

/** Sends each line once the text so far matches its pattern; gives all that was received, up to the end or `until`. */
async function talk(server: MailServer, script: [RegExp, string][], until?: RegExp): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  const steps = [...script];
  let text = '';
  for await (const chunk of socket) {
    text += chunk.toString('latin1');
    while (steps[0]?.[0].test(text)) socket.write(steps.shift()![1]);
    if (until?.test(text)) break;
  }
  return text;
}

/** STARTTLS by the book over SMTP, then TLS as `options` say. */
async function startTls(server: MailServer, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket: Socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  for (const [expected, line] of [
    [/^220 /, 'EHLO probe.test\r\n'],
    [/^250 /m, 'STARTTLS\r\n'],
    [/^220 /, undefined],
  ] as const) {
    let text = '';
    while (!expected.test(text)) text += (await once(socket, 'data'))[0].toString();
    if (line !== undefined) socket.write(line);
  }
  const tls = connectTls({ socket, rejectUnauthorized: false, ...options });
  await once(tls, 'secureConnect');
  return tls;
}

const ehlo: [RegExp, string] = [/^220 .*\r\n/, 'EHLO probe.test\r\n'];
const starttls: [RegExp, string] = [/^250 /m, 'STARTTLS\r\n'];

describe('a server in a good mood', () => {
  it('greets, offers STARTTLS, and no longer offers it inside TLS (RFC 3207 §4.2)', async () => {
    const server = await start('ok');
    expect(await talk(server, [ehlo, [/^250 /m, 'QUIT\r\n']])).toMatch(/250-STARTTLS\r\n.*221 /s);
    const tls = await startTls(server);
    tls.write('EHLO probe.test\r\nQUIT\r\n');
    let inside = '';
    for await (const chunk of tls) inside += chunk.toString();
    expect(inside).toMatch(/^250-mx\.test\r\n.*221 /s);
    expect(inside).not.toContain('STARTTLS');
  });

  it.each([
    ['ECDSA', 'ecdsa_secp256r1_sha256', 'ec'],
    ['RSA', 'rsa_pss_rsae_sha256', 'rsa'],
  ])('shows its %s certificate to a client that offers only that', async (_name, sigalgs, type) => {
    const tls = await startTls(await start('ok'), { sigalgs });
    expect(new X509Certificate(tls.getPeerCertificate().raw).publicKey.asymmetricKeyType).toBe(type);
    tls.destroy();
  });

  it('takes mail and refuses to keep it', async () => {
    const lines = 'EHLO p\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\nQUIT\r\n';
    expect(await talk(await start('ok'), [[/^220 /, lines]])).toMatch(/250 2\.1\.0.*250 2\.1\.5.*451 4\.3\.0/s);
  });

  it('becomes another at once, cutting who is connected', async () => {
    const server = await start('ok');
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'data');
    const cut = once(socket, 'close');
    server.become({ host: 'mx.test', dialect: 'smtp', mood: 'banner-554', credentials });
    await cut;
    expect(await talk(server, [])).toMatch(/^554 /);
  });
});

describe('moods', () => {
  it('are named once each, with a sentence', () => {
    expect(new Set(MOODS.map(({ name }) => name)).size).toBe(MOODS.length);
    expect(MOODS.filter(({ about }) => about.length < 5)).toEqual([]);
  });

  it.each<[string, [RegExp, string][], RegExp, RegExp?]>([
    ['no-starttls', [ehlo, [/^250 /m, 'STARTTLS\r\nQUIT\r\n']], /250-8BITMIME\r\n250 ENH.*503 5\.5\.1/s],
    ['starttls-454', [ehlo, starttls, [/^454/m, 'QUIT\r\n']], /250-STARTTLS.*454 4\.7\.0.*221/s],
    ['banner-421', [], /^421 /],
    ['banner-554', [], /^554 /],
    ['slow-banner', [[/^220 /, 'QUIT\r\n']], /^220 .*221 /s],
    ['endless-reply', [ehlo], /(250-AND-ANOTHER-THING\r\n){600}/, /(250-AND-ANOTHER-THING\r\n){600}/],
    ['injects', [ehlo, starttls], /220 2\.0\.0 Go ahead\r\n250 2\.0\.0 injected/, /injected in clear\r\n/],
    ['tls-alert', [ehlo, starttls, [/Go ahead\r\n/, 'hello']], /Go ahead\r\n\x15\x03\x03\0\x02\x02\x28$/],
    ['tls-cut', [ehlo, starttls, [/Go ahead\r\n/, 'hello']], /Go ahead\r\n$/],
    ['tls-garbage', [ehlo, starttls, [/Go ahead\r\n/, 'hello']], /Go ahead\r\n500 what/],
  ])('%s', async (mood, script, expected, until) => {
    expect(await talk(await start(mood), script, until)).toMatch(expected);
  });

  it('huge-banner greets with more than ten million octets in one line', async () => {
    const text = await talk(await start('huge-banner'), [[/\r\n$/, 'QUIT\r\n']]);
    expect(text.indexOf('\r\n')).toBeGreaterThan(10_000_000);
    expect(text).toMatch(/\r\n221 /);
  });

  it('garbage is no SMTP reply', async () => {
    expect(await talk(await start('garbage'), [])).not.toMatch(/^\d{3}[ -]/);
  });

  it('silent says nothing and ends when the client does', async () => {
    const socket = connect((await start('silent')).port, '127.0.0.1');
    socket.write('EHLO probe.test\r\n');
    socket.end();
    let received = 0;
    for await (const chunk of socket) received += chunk.length;
    expect(received).toBe(0);
  });

  it.each([
    ['tls12-only', 'TLSv1.2', {}],
    ['tls10-only', 'TLSv1', { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const],
  ])('%s speaks that', async (mood, version, options) => {
    const tls = await startTls(await start(mood), options);
    expect(tls.getProtocol()).toBe(version);
    tls.destroy();
  });
});

describe('dialects other than SMTP', () => {
  it.each<[DialectName, [RegExp, string][], RegExp]>([
    ['imap', [[/^\* OK/, 'a CAPABILITY\r\nb STARTTLS\r\n']], /STARTTLS LOGINDISABLED.*b OK Begin TLS\r\n$/s],
    ['pop3', [[/^\+OK/, 'CAPA\r\nSTLS\r\n']], /\r\nSTLS\r\n\.\r\n\+OK Begin TLS\r\n$/],
    ['sieve', [[/^OK/m, 'STARTTLS\r\n']], /"STARTTLS"\r\nOK.*OK "Begin TLS"\r\n$/s],
  ])('%s begins TLS when asked', async (dialect, script, expected) => {
    const text = await talk(await start('ok', dialect), script, /Begin TLS"?\r\n/);
    expect(text).toMatch(expected);
  });

  it('xmpp begins TLS when asked, in the namespace it was spoken to in (RFC 6120 §4.8.2)', async () => {
    const server = await start('ok', 'xmpp');
    const socket = connect(server.port, '127.0.0.1');
    socket.write("<?xml version='1.0'?><stream:stream to='mx.test' xmlns='jabber:server' version='1.0'>");
    let text = '';
    for await (const chunk of socket) {
      text += chunk.toString();
      if (text.endsWith('</stream:features>')) socket.write("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
      if (text.includes('<proceed')) break;
    }
    expect(text).toMatch(/xmlns='jabber:server'.*<starttls .*<proceed /s);
  });

  it('speaks TLS from the first octet where told to, with the same greeting inside', async () => {
    const tls = connectTls({
      port: (await start('ok', 'imap', { tlsOnConnect: true })).port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
    });
    const [greeting] = await once(tls, 'data');
    expect(greeting.toString()).toMatch(/^\* OK \[CAPABILITY IMAP4rev2 AUTH=PLAIN\]/);
    tls.destroy();
  });
});
