/** TLS with next hops: when it is used, what it is judged by, and what is done without it. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Resolver } from '../../../../src/core/dns/index.ts';
import { deliverBySmtp } from '../../../../src/mta/transport/smtp/index.ts';
import { dns, eku, leaf, type Pair, root, san, USAGE } from '../../../support/certificates.ts';
import { bogus, createDaneWorld, type Given, insecure, record, secure, servfail } from '../../../support/dane.ts';
import { type Mischief, standBetween } from '../../../support/man-in-the-middle.ts';
import { hostAt, transporting } from '../../../support/remote-transport.ts';
import { listenAsPeer, type PeerPlace, type PeerScript } from '../../../support/smtp-peer.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-tls-out-'));
const ca = root({ subject: 'CN=Mail CA' });
const mx = leaf(ca, { subject: 'CN=mx.test', extensions: [san([dns('mx.test')])] });
const closers: (() => void)[] = [];

const pem = ({ der }: Pair): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
const keyOf = ({ keys }: Pair): string => keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

beforeAll(() => {
  writeFileSync(join(folder, 'roots.pem'), pem(ca));
  const client = leaf(ca, { subject: 'CN=client.test', extensions: [eku([USAGE.client])] });
  writeFileSync(join(folder, 'client.pem'), pem(client) + keyOf(client));
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const TLS: NonNullable<PeerPlace['tls']> = { key: keyOf(mx), cert: pem(mx) + pem(ca) };
const rsa = leaf(ca, {
  subject: 'CN=mx.test',
  keys: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  extensions: [san([dns('mx.test')])],
});
const rsaIdentity = { key: keyOf(rsa), cert: pem(rsa) };
const OFFERS: PeerScript = { offers: ['STARTTLS'] };
const ROOTS = `tls_verify_certificates = ${folder}/roots.pem`;

interface Case {
  readonly peer?: PeerScript;
  readonly transport?: string;
  readonly tls?: PeerPlace['tls'] | null;
  readonly name?: string;
  readonly dnssec?: boolean;
  readonly resolver?: Resolver;
  readonly events?: (name: string, data: string) => string | undefined;
}

async function send({
  peer = OFFERS,
  transport = '',
  tls = TLS,
  name = 'mx.test',
  dnssec,
  resolver,
  events,
}: Case = {}) {
  const server = await listenAsPeer(peer, tls === null ? {} : { tls });
  closers.push(server.close);
  const { delivery, world, logged } = transporting({
    transport,
    ...(resolver !== undefined && { resolver }),
    ...(events !== undefined && { event: (event) => events(event.name, event.data) }),
  });
  const host = { ...hostAt('127.0.0.1', server.port), name, ...(dnssec !== undefined && { dnssec }) };
  const report = await deliverBySmtp(delivery({ hosts: [host] }), world);
  return { outcome: report.outcomes[0]!, host: report.hosts[0]!, server, logged };
}

describe('TLS where it is offered', () => {
  it('is begun, and says EHLO again; nobody vouches, and that is told', async () => {
    const { outcome, server } = await send();
    expect(server.peers[0]!.commands.slice(0, 3)).toEqual([
      'EHLO mail.example.com',
      'STARTTLS',
      'EHLO mail.example.com',
    ]);
    expect(outcome).toMatchObject({
      status: 'delivered',
      tls: { version: 'TLS1.3', bits: 256, certificateVerified: false, dane: false, peerDn: 'CN=mx.test', ocsp: 1 },
    });
    expect(outcome.tls?.cipher).toBe('TLS1.3:TLS_AES_256_GCM_SHA384:256');
  });

  it('is left to those in hosts_avoid_tls', async () => {
    const { outcome } = await send({ transport: 'hosts_avoid_tls = 127.0.0.1' });
    expect(outcome).toMatchObject({ status: 'delivered' });
    expect(outcome.tls).toBeUndefined();
  });

  it('knows suites, SNI and our certificate as they are set', async () => {
    const { outcome, server } = await send({
      tls: { ...TLS, ca: pem(ca) },
      transport: `tls_sni = $host.sni\ntls_require_ciphers = ECDHE-ECDSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256\ntls_certificate = ${folder}/client.pem`,
    });
    expect(outcome.tls?.cipher).toMatch(/AES_?128_GCM/);
    expect(server.handshakes).toMatchObject([{ sni: 'mx.test.sni', client: 'client.test' }]);
  });

  it('begins with the first octet for smtps', async () => {
    const { outcome, server } = await send({
      transport: 'protocol = smtps',
      peer: {},
      tls: { ...TLS, onConnect: true },
    });
    expect(outcome).toMatchObject({ status: 'delivered', tls: { version: 'TLS1.3' } });
    expect(server.peers[0]!.commands[0]).toBe('EHLO mail.example.com');
  });

  it('expansions of the message see it', async () => {
    const { outcome } = await send({
      transport: 'authenticated_sender = v-$tls_out_ver-$tls_out_bits\nauthenticated_sender_force',
    });
    expect(outcome.status).toBe('delivered');
  });
});

describe('certificates', () => {
  it('lead to roots, and name the host', async () => {
    const { outcome } = await send({ transport: `${ROOTS}\ntls_try_verify_hosts = *` });
    expect(outcome.tls?.certificateVerified).toBe(true);
  });

  const must = `${ROOTS}\ntls_verify_hosts = *\nhosts_require_tls = *`;
  it('of another name, or of nobody we know, end it where they must hold', async () => {
    expect((await send({ transport: must })).outcome.status).toBe('delivered');
    const named = await send({ transport: must, name: 'other.test' });
    expect(named.outcome).toMatchObject({
      status: 'deferred',
      errno: -37,
      text: 'TLS session: (certificate verification failed: certificate name mismatch)',
    });
    expect((await send({ transport: `${must}\ntls_verify_cert_hostnames =`, name: 'other.test' })).outcome.status).toBe(
      'delivered',
    );
    const strange = await send({ transport: 'tls_verify_hosts = *\nhosts_require_tls = *' });
    expect(strange.outcome).toMatchObject({ status: 'deferred', errno: -37 });
    expect(strange.outcome.text).toMatch(/^TLS session: \(certificate verification failed: /);
  });

  it('must hold where both lists of hosts are empty, and need not where neither is written', async () => {
    const { logged, outcome } = await send({ transport: `${ROOTS}\ntls_try_verify_hosts =`, name: 'other.test' });
    expect(outcome).toMatchObject({ status: 'delivered' });
    expect(outcome.tls).toBeUndefined();
    expect(logged).toEqual([
      'TLS session: (certificate verification failed: certificate name mismatch): delivering unencrypted to H=other.test [127.0.0.1] (not in hosts_require_tls)',
    ]);
    expect((await send({ transport: ROOTS, name: 'other.test' })).outcome.tls).toMatchObject({
      certificateVerified: false,
    });
  });

  it('a file that cannot be read is told when TLS is to begin, and without a need for it the message goes in clear', async () => {
    const options = `tls_certificate = ${folder}/none.pem`;
    const text = `TLS session: (cert/key setup: cert=${folder}/none.pem key=${folder}/none.pem): Error while reading file.`;
    const { outcome } = await send({ transport: `${options}\nhosts_require_tls = *` });
    expect(outcome).toMatchObject({ errno: -37, text });
    const clear = await send({ transport: options });
    expect(clear.outcome).toMatchObject({ status: 'delivered', tls: undefined });
    expect(clear.logged).toEqual([
      `${text}: delivering unencrypted to H=mx.test [127.0.0.1] (not in hosts_require_tls)`,
    ]);
  });

  it('events may refuse one', async () => {
    const depths: string[] = [];
    const { outcome } = await send({
      transport: `${must}\nevent_action = x`,
      events: (name, data) => {
        if (name === 'tls:cert') depths.push(data);
        return name === 'tls:cert' && data === '0' ? 'no' : undefined;
      },
    });
    expect(depths).toEqual(['1', '0']);
    expect(outcome.text).toBe('TLS session: (verify denied by event-action: depth=0: no)');
  });
});

describe('sessions', () => {
  const strict = `${ROOTS}\ntls_verify_hosts = *\nhosts_require_tls = *\ntls_resumption_hosts = *`;

  /** Messages to one server, each over a connection of its own. */
  async function twice(transport: string, tls: PeerPlace['tls'] = TLS) {
    const server = await listenAsPeer(
      { ...OFFERS, replies: { EHLO: '250-one.pool.test Hello\r\n250 STARTTLS' } },
      { tls: { ...tls, ticketKeys: Buffer.alloc(48, 7) } },
    );
    closers.push(server.close);
    const { delivery, world } = transporting({ transport: `${transport}\nconnection_max_messages = 1` });
    const host = { ...hostAt('127.0.0.1', server.port), name: 'mx.test' };
    const keys: string[] = [];
    const send = async () => {
      const { outcomes } = await deliverBySmtp(delivery({ hosts: [host] }), world);
      for (let turn = 0; turn < 100; turn += 1) {
        for await (const [key] of world.hints('tls').list()) {
          keys.push(key);
          return outcomes[0]!;
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return outcomes[0]!;
    };
    return { first: await send(), second: await send(), keys };
  }

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'are taken up again, their certificate judged as before (%s)',
    async (version) => {
      const { first, second } = await twice(strict, { ...TLS, maxVersion: version });
      expect([first, second].map(({ status, tls }) => [status, tls?.resumed, tls?.certificateVerified])).toEqual([
        ['delivered', undefined, true],
        ['delivered', true, true],
      ]);
      expect(second.tls?.peerDn).toBe('CN=mx.test');
    },
  );

  it('are known by what host_name_extract makes of the answer to EHLO', async () => {
    const name = 'host_name_extract = ${if match{$item}{\\N^250-([\\w.]+)\\s\\N}{$1}}';
    const { second, keys } = await twice(`${strict}\n${name}`);
    expect(second.tls?.resumed).toBe(true);
    expect(keys[0]).toContain('one.pool.test');
  });

  it('are not, with other hosts or where a staple is required', async () => {
    const other = strict.replace('tls_resumption_hosts = *', 'tls_resumption_hosts = 192.0.2.1');
    const server = await listenAsPeer(OFFERS, { tls: TLS });
    closers.push(server.close);
    const { delivery, world } = transporting({ transport: other });
    await deliverBySmtp(delivery({ hosts: [{ ...hostAt('127.0.0.1', server.port), name: 'mx.test' }] }), world);
    for await (const [key] of world.hints('tls').list()) throw new Error(`${key} is kept`);
  });
});

describe('no TLS', () => {
  const REQUIRED = 'hosts_require_tls = *';
  it('not offered: in clear, or not at all', async () => {
    expect((await send({ peer: {} })).outcome.tls).toBeUndefined();
    expect((await send({ peer: {}, transport: REQUIRED })).outcome).toMatchObject({
      status: 'deferred',
      errno: -38,
      text: 'a TLS session is required, but the server did not offer TLS support',
    });
  });

  it('required and to be avoided: not at all, whatever is offered', async () => {
    const both = `${REQUIRED}\nhosts_avoid_tls = *`;
    for (const [peer, why] of [
      [{}, 'the server did not offer TLS support'],
      [{ offers: ['STARTTLS'] }, 'an attempt to start TLS failed'],
    ] as const)
      expect((await send({ peer, transport: both })).outcome).toMatchObject({
        status: 'deferred',
        errno: -38,
        text: `a TLS session is required, but ${why}`,
      });
  });

  const refusing = (reply: string): PeerScript => ({ offers: ['STARTTLS'], replies: { STARTTLS: reply } });
  it('refused: 5xx in clear, 4xx as tls_tempfail_tryclear has it', async () => {
    for (const reply of ['554 no', '454 later'])
      expect((await send({ peer: refusing(reply), tls: null })).outcome.status).toBe('delivered');
    const strict = 'tls_tempfail_tryclear = false';
    expect((await send({ peer: refusing('554 no'), tls: null, transport: strict })).outcome.status).toBe('delivered');
    expect((await send({ peer: refusing('454 later'), tls: null, transport: strict })).outcome).toMatchObject({
      status: 'deferred',
      errno: 0,
      text: 'SMTP error from remote mail server after STARTTLS: 454 later',
    });
    expect((await send({ peer: refusing('554 no'), tls: null, transport: REQUIRED })).outcome).toMatchObject({
      errno: -38,
      text: 'a TLS session is required, but an attempt to start TLS failed',
    });
  });

  it('a handshake that fails: once more in clear, unless TLS is required or tryclear is off', async () => {
    const old = { ...TLS, maxVersion: 'TLSv1.2' as const, ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' };
    const clear = await send({ tls: old });
    expect(clear.outcome).toMatchObject({ status: 'delivered' });
    expect(clear.logged[0]).toMatch(
      /^TLS session: \(SSL_connect\): .*: delivering unencrypted to H=mx\.test \[127\.0\.0\.1\] \(not in hosts_require_tls\)$/,
    );
    for (const transport of [REQUIRED, 'tls_tempfail_tryclear = false'])
      expect((await send({ tls: old, transport })).outcome).toMatchObject({ status: 'deferred', errno: -37 });
  });
});

it('a group of Diffie-Hellman that is too small is TLS that fails', async () => {
  const dh = {
    ...TLS,
    ...rsaIdentity,
    maxVersion: 'TLSv1.2' as const,
    ciphers: 'DHE-RSA-AES128-GCM-SHA256',
    dhparam: 'auto',
  };
  const strict = 'hosts_require_tls = *\ntls_require_ciphers = DHE-RSA-AES128-GCM-SHA256';
  expect((await send({ tls: dh, transport: strict })).outcome.status).toBe('delivered');
  expect((await send({ tls: dh, transport: `${strict}\ntls_dh_min_bits = 8192` })).outcome).toMatchObject({
    status: 'deferred',
    errno: -37,
  });
});

describe('men in the middle', () => {
  const strange = leaf(root({ subject: 'CN=Stranger' }), {
    subject: 'CN=mx.test',
    extensions: [san([dns('mx.test')])],
  });

  async function past(mischief: Mischief, guarded: boolean) {
    const server = await listenAsPeer(OFFERS, { tls: TLS });
    const identity = { key: keyOf(strange), cert: pem(strange) };
    const man = await standBetween(mischief, { address: '127.0.0.1', port: server.port }, identity);
    closers.push(server.close, man.close);
    const tlsa = { [`_${man.port}._tcp.mx.test TLSA`]: secure(record(3, 1, 1, mx.certificate)) };
    const { resolver } = createDaneWorld({ dns: { 'mx.test A': secure('127.0.0.1'), ...(guarded && tlsa) } });
    const { delivery, world } = transporting({ transport: '', resolver });
    const host = { ...hostAt('127.0.0.1', man.port), name: 'mx.test', dnssec: true };
    const report = await deliverBySmtp(delivery({ hosts: [host], text: 'Subject: x\n\nsecret\n' }), world);
    return { status: report.outcomes[0]!.status, wasRead: man.overheard().includes('secret') };
  }

  it.each(['strip', 'refuse', 'certificate'] as const)(
    'that %s get what nobody guards, and nothing under DANE',
    async (mischief) => {
      expect(await past(mischief, false)).toEqual({ status: 'delivered', wasRead: true });
      expect(await past(mischief, true)).toEqual({ status: 'deferred', wasRead: false });
    },
  );

  it('that slip replies in before TLS are not believed, and those who listen hear nothing', async () => {
    expect((await past('inject', true)).wasRead).toBe(false);
    expect(await past('none', true)).toEqual({ status: 'delivered', wasRead: false });
  });
});

describe('DANE', () => {
  const world = (given: Given | typeof servfail | undefined, port: number): Resolver =>
    createDaneWorld({
      dns: {
        'mx.test A': secure('127.0.0.1'),
        ...(given !== undefined && { [`_${port}._tcp.mx.test TLSA`]: given }),
      },
    }).resolver;

  async function withTlsa(given: Given | typeof servfail | undefined, more: Case = {}) {
    const server = await listenAsPeer(more.peer ?? OFFERS, { tls: more.tls ?? TLS });
    closers.push(server.close);
    const events: string[] = [];
    const {
      delivery,
      world: ports,
      logged,
    } = transporting({
      transport: `${more.transport ?? ''}\nevent_action = x`,
      resolver: world(given, server.port),
      event: ({ name, data }) => void (name === 'dane:fail' && events.push(data)),
    });
    const host = { ...hostAt('127.0.0.1', server.port), name: 'mx.test', dnssec: more.dnssec ?? true };
    const report = await deliverBySmtp(delivery({ hosts: [host] }), ports);
    return { outcome: report.outcomes[0]!, logged, events, server };
  }

  const EE = record(3, 1, 1, mx.certificate);
  const WRONG = record(3, 1, 1, ca.certificate);
  const UNUSABLE = record(1, 1, 1, mx.certificate);

  it('a record that matches vouches for the host, whatever other options say', async () => {
    const { outcome, server } = await withTlsa(secure(EE), { transport: 'hosts_avoid_tls = *\ntls_sni = other' });
    expect(outcome).toMatchObject({
      status: 'delivered',
      tls: { certificateVerified: true, dane: true, ocsp: 0 },
    });
    expect(server.handshakes[0]?.sni).toBe('mx.test');
  });

  it('an authority of DANE-TA leaves a use for OCSP', async () => {
    const { outcome } = await withTlsa(secure(record(2, 0, 1, ca.certificate)));
    expect(outcome.tls).toMatchObject({ dane: true, ocsp: 1 });
  });

  it('a record that does not match, or none that counts, keeps the message, and nothing goes in clear', async () => {
    for (const [rdata, why] of [
      [WRONG, 'certificate verification failed: no TLSA record matches'],
      [UNUSABLE, 'No usable TLSA records'],
    ] as const) {
      const { outcome, events, logged } = await withTlsa(secure(rdata));
      expect(outcome).toMatchObject({ status: 'deferred', errno: -37, text: `TLS session: (${why})` });
      expect(events).toEqual(['validation-failure']);
      expect(logged).toEqual([`DANE attempt failed; TLS connection to mx.test [127.0.0.1]: (${why})`]);
    }
  });

  it('STARTTLS that is taken away keeps the message', async () => {
    const { outcome, events } = await withTlsa(secure(EE), { peer: {} });
    expect(outcome).toMatchObject({ status: 'deferred', errno: -38 });
    expect(events).toEqual(['starttls-not-supported']);
  });

  it('without records: as if there was no DANE, or not at all where it is required', async () => {
    expect((await withTlsa(undefined)).outcome).toMatchObject({ status: 'delivered', tls: { dane: false } });
    const required = await withTlsa(undefined, { transport: 'hosts_require_dane = *' });
    expect(required.outcome).toMatchObject({ status: 'failed', errno: -36 });
    expect(required.events).toEqual(['dane-required']);
  });

  it('records that nobody signed are none, and told', async () => {
    const { outcome, logged } = await withTlsa(insecure(EE));
    expect(outcome).toMatchObject({ status: 'delivered', tls: { dane: false } });
    expect(logged).toEqual(['DANE error: TLSA lookup for mx.test not DNSSEC']);
  });

  it('a look-up that fails puts it off, where DANE is required as well', async () => {
    const tried = await withTlsa(servfail);
    expect(tried.outcome).toMatchObject({ status: 'deferred', errno: -36, text: 'DANE error: tlsa lookup DEFER' });
    expect(tried.events).toEqual(['dnssec-invalid']);
    const required = await withTlsa(servfail, { transport: 'hosts_require_dane = *' });
    expect(required.outcome).toMatchObject({ status: 'deferred', text: 'DANE error: tlsa lookup DEFER' });
    expect(required.events).toEqual(['dane-required']);
    expect((await withTlsa(bogus(EE))).outcome).toMatchObject({ status: 'deferred', errno: -36 });
  });

  it('hosts that the transport names are asked about', async () => {
    const server = await listenAsPeer(OFFERS, { tls: TLS });
    closers.push(server.close);
    const { delivery, world: ports } = transporting({
      transport: `hosts = mx.test::${server.port}`,
      resolver: world(secure(EE), server.port),
    });
    const report = await deliverBySmtp(delivery({}), ports);
    expect(report.outcomes[0]).toMatchObject({ status: 'delivered', tls: { dane: true } });
  });

  it('a host that DNSSEC does not vouch for', async () => {
    expect((await withTlsa(secure(WRONG), { dnssec: false })).outcome.status).toBe('delivered');
    const required = await withTlsa(secure(EE), { dnssec: false, transport: 'hosts_require_dane = *' });
    expect(required.outcome).toMatchObject({
      status: 'failed',
      errno: -36,
      text: 'DANE error: mx.test lookup not DNSSEC',
    });
  });
});
