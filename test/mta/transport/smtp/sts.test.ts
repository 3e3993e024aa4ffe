/** MTA-STS in deliveries (RFC 8461): what a policy keeps away, what is kept of it, and that nobody in between undoes it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { err, ok } from '../../../../src/base/index.ts';
import type { HttpResponse, NetError } from '../../../../src/core/net/index.ts';
import type { DayTally } from '../../../../src/core/tlsrpt/index.ts';
import { deliverBySmtp } from '../../../../src/mta/transport/smtp/index.ts';
import type { TransportWorld } from '../../../../src/mta/transport/types.ts';
import { dns, leaf, type Pair, root, san } from '../../../support/certificates.ts';
import { createDaneWorld, type Given, record, secure, servfail } from '../../../support/dane.ts';
import { hostAt, transporting } from '../../../support/remote-transport.ts';
import { listenAsPeer, type PeerPlace, type PeerScript } from '../../../support/smtp-peer.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-sts-'));
const ca = root({ subject: 'CN=Mail CA' });
const mx = leaf(ca, { subject: 'CN=mx.x.test', extensions: [san([dns('mx.x.test')])] });
const other = leaf(root({ subject: 'CN=Nobody' }), { subject: 'CN=mx.x.test', extensions: [san([dns('mx.x.test')])] });
const elsewhere = leaf(ca, { subject: 'CN=mx.x.test', extensions: [san([dns('mail.x.test')])] });
const old = leaf(ca, {
  subject: 'CN=mx.x.test',
  extensions: [san([dns('mx.x.test')])],
  from: new Date('2020-01-01'),
  to: new Date('2021-01-01'),
});
const closers: (() => void)[] = [];

const pem = ({ der }: Pair): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
const tlsOf = (pair: Pair): NonNullable<PeerPlace['tls']> => ({
  key: pair.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  cert: pem(pair),
});

beforeAll(() => writeFileSync(join(folder, 'roots.pem'), pem(ca)));
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const policy = (mode: string, ...patterns: string[]): string =>
  ['version: STSv1', `mode: ${mode}`, ...patterns.map((one) => `mx: ${one}`), 'max_age: 604800', ''].join('\r\n');
const ENFORCE = policy('enforce', 'mx.x.test');

/** What the policy's web server says; it may be another thing the next time. */
class Web {
  answer: string | NetError['code'] = ENFORCE;
  readonly asked: string[] = [];
  readonly roots: (string | undefined)[] = [];
  readonly open: TransportWorld['web'] = (roots) => {
    this.roots.push(roots);
    return {
      fetch: async ({ url }) => {
        this.asked.push(url);
        const { answer } = this;
        if (answer.startsWith('net/'))
          return err({ code: answer as NetError['code'], message: 'it failed', fault: 'peer', temporary: true });
        const body = Buffer.from(answer);
        return ok<HttpResponse>({ status: 200, headers: { 'content-type': 'text/plain' }, body, url });
      },
    };
  };
}

const ID = (id: string): Given => secure(`"v=STSv1; id=${id};"`);

interface Case {
  readonly tls?: PeerPlace['tls'] | null;
  readonly peer?: PeerScript;
  readonly transport?: string;
  readonly dns?: Readonly<Record<string, Given | typeof servfail>>;
  readonly tlsa?: string;
  readonly name?: string;
  readonly hosts?: string;
}

/** A sender that delivers more than once, with its memory. */
function sender(web: Web, given: Case = {}, main = '') {
  const zone: Record<string, Given | typeof servfail> = { '_mta-sts.x.test TXT': ID('a'), ...given.dns };
  const { delivery, world, logged } = transporting({
    main,
    transport: `hosts_try_mta_sts = ${given.hosts ?? '*'}\ntls_verify_certificates = ${folder}/roots.pem\ntls_try_verify_hosts = *\n${given.transport ?? ''}`,
    resolver: createDaneWorld({ dns: zone }).resolver,
    web: web.open,
  });
  let now = Date.now();
  const clock = { ...world.clock, now: () => new Date(now) };
  return {
    world,
    zone,
    logged,
    pass: (hours: number) => {
      now += hours * 3_600_000;
    },
    async send(more: Case = given) {
      const { tls = tlsOf(mx), peer = { offers: ['STARTTLS'] }, name = 'mx.x.test' } = more;
      const server = await listenAsPeer(peer, tls === null ? {} : { tls });
      closers.push(server.close);
      if (more.tlsa !== undefined) {
        zone[`${name} A`] = secure('127.0.0.1');
        zone[`_${server.port}._tcp.${name} TLSA`] = secure(more.tlsa);
      }
      const host = {
        ...hostAt('127.0.0.1', server.port),
        name,
        mx: 10,
        nextHop: 'x.test',
        dnssec: more.tlsa !== undefined,
      };
      const report = await deliverBySmtp(delivery({ hosts: [host] }), { ...world, clock });
      return { outcome: report.outcomes[0]!, host: report.hosts[0]!, server };
    },
  };
}

const once = (given: Case = {}, web = new Web()) => sender(web, given).send();

describe('a policy that is enforced', () => {
  it('lets mail go to a host that it names, whose certificate holds; SNI is the host (RFC 8461 §4.2)', async () => {
    const web = new Web();
    const { outcome, server } = await once({ transport: 'hosts_avoid_tls = *' }, web);
    expect(outcome).toMatchObject({ status: 'delivered', tls: { certificateVerified: true, dane: false } });
    expect(server.handshakes[0]?.sni).toBe('mx.x.test');
    expect(web.asked).toEqual(['https://mta-sts.x.test/.well-known/mta-sts.txt']);
    expect(web.roots[0]).toContain('BEGIN CERTIFICATE');
  });

  it.each([
    ['of a stranger', { tls: tlsOf(other) }],
    ['of another name', { tls: tlsOf(elsewhere) }],
    ['that is over', { tls: tlsOf(old) }],
  ])('keeps it from a certificate %s, and nothing goes in clear', async (_what, given) => {
    const { outcome, server } = await once(given);
    expect(outcome).toMatchObject({ status: 'deferred', errno: -37 });
    expect(outcome.text).toMatch(/^TLS session: \(MTA-STS: certificate verification failed: /);
    expect(server.peers.flatMap(({ commands }) => commands).filter((line) => /^(MAIL|RCPT|DATA)/.test(line))).toEqual(
      [],
    );
  });

  it('keeps it from a host that it does not name, to which nobody connects', async () => {
    const web = new Web();
    web.answer = policy('enforce', 'other.x.test', '*.mail.test');
    const { outcome, server } = await once({}, web);
    expect(outcome).toMatchObject({
      status: 'deferred',
      errno: -38,
      text: 'MTA-STS: the policy of x.test does not name mx.x.test',
    });
    expect(server.peers).toEqual([]);
  });

  it.each([
    ['STARTTLS taken away', { peer: {} }],
    ['STARTTLS refused for good', { peer: { offers: ['STARTTLS'], replies: { STARTTLS: '554 no' } }, tls: null }],
    ['STARTTLS refused for now', { peer: { offers: ['STARTTLS'], replies: { STARTTLS: '454 later' } }, tls: null }],
    ['a handshake that fails', { tls: { ...tlsOf(mx), maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA' } }],
  ] as readonly (readonly [string, Case])[])('keeps it: %s', async (_what, given) => {
    const { outcome, server } = await once(given);
    expect(outcome.status).toBe('deferred');
    expect(server.peers.flatMap(({ commands }) => commands).filter((line) => line.startsWith('MAIL'))).toEqual([]);
  });

  it('does not override DANE (RFC 8461 §2)', async () => {
    const web = new Web();
    web.answer = policy('enforce', 'other.x.test');
    const { outcome } = await once({ tls: tlsOf(other), tlsa: record(3, 1, 1, other.certificate) }, web);
    expect(outcome).toMatchObject({ status: 'delivered', tls: { dane: true } });
    expect(web.asked).toEqual([]);
    const failing = await once({ tlsa: record(3, 1, 1, other.certificate) });
    expect(failing.outcome).toMatchObject({ status: 'deferred', errno: -37 });
  });
});

describe('a policy that is not enforced', () => {
  it.each(['testing', 'none'])('%s: mail goes', async (mode) => {
    const web = new Web();
    web.answer = policy(mode, 'other.x.test');
    expect((await once({ tls: tlsOf(other) }, web)).outcome.status).toBe('delivered');
    expect((await once({ peer: {} }, web)).outcome.status).toBe('delivered');
  });

  it('is not asked for where the option does not name the host', async () => {
    const web = new Web();
    const { outcome } = await once({ tls: tlsOf(other), hosts: '192.0.2.1' }, web);
    expect([outcome.status, web.asked]).toEqual(['delivered', []]);
  });

  it.each([
    ['cannot be fetched', 'net/refused'],
    ['is served by a stranger', 'net/untrusted'],
    ['is none', 'version: STSv2\n'],
  ])('that %s is none, and told', async (_what, answer) => {
    const web = new Web();
    web.answer = answer;
    const post = sender(web);
    expect((await post.send({ tls: tlsOf(other) })).outcome.status).toBe('delivered');
    expect(post.logged[0]).toMatch(/^MTA-STS: the policy of x\.test /);
  });
});

describe('sessions counted for reports (RFC 8460 §4)', () => {
  const REPORTS = 'tlsrpt_contact = postmaster@example.com';
  type Failed = readonly [resultType: string, count: number];

  async function tallied(
    given: Case,
    web = new Web(),
  ): Promise<readonly (readonly [string, number, readonly Failed[]])[]> {
    const post = sender(web, given, REPORTS);
    await post.send();
    const all: [string, number, Failed[]][] = [];
    for await (const [key, { value }] of post.world.hints<DayTally>('tlsrpt').list()) {
      expect(key).toBe(`${new Date().toISOString().slice(0, 10)} x.test`);
      for (const { type, successful, failures } of value.policies)
        all.push([type, successful, failures.map(({ resultType, count }) => [resultType, count])]);
    }
    return all;
  }
  const testing = (): Web => {
    const web = new Web();
    web.answer = policy('testing', 'mx.x.test');
    return web;
  };

  it.each([
    ['a policy kept', {}, ['sts', 1, []]],
    ['a certificate of another name', { tls: tlsOf(elsewhere) }, ['sts', 0, [['certificate-host-mismatch', 1]]]],
    ['one that is over', { tls: tlsOf(old) }, ['sts', 0, [['certificate-expired', 1]]]],
    ['one of a stranger', { tls: tlsOf(other) }, ['sts', 0, [['certificate-not-trusted', 1]]]],
    ['STARTTLS taken away', { peer: {} }, ['sts', 0, [['starttls-not-supported', 1]]]],
    ['a host not named', { name: 'other.x.test' }, ['sts', 0, [['validation-failure', 1]]]],
    ['DANE', { tlsa: record(3, 1, 1, mx.certificate) }, ['tlsa', 1, []]],
    ['DANE that fails', { tlsa: record(3, 1, 1, other.certificate) }, ['tlsa', 0, [['validation-failure', 1]]]],
    ['DANE that is required', { transport: 'hosts_require_dane = *' }, ['tlsa', 0, [['dane-required', 1]]]],
    ['nothing asked for', { hosts: '' }, ['no-policy-found', 1, []]],
    ['nothing asked for, and no TLS', { hosts: '', peer: {} }, ['no-policy-found', 0, [['starttls-not-supported', 1]]]],
  ] as readonly (readonly [string, Case, readonly unknown[]])[])('%s', async (_what, given, expected) => {
    expect(await tallied(given)).toEqual([expected]);
  });

  it('testing: what would have failed is counted, and the mail goes', async () => {
    expect(await tallied({ tls: tlsOf(other) }, testing())).toEqual([['sts', 0, [['certificate-not-trusted', 1]]]]);
  });
});

describe('a policy that is kept', () => {
  it('is not fetched again while its id stays, but once a day', async () => {
    const web = new Web();
    const post = sender(web);
    for (let turn = 0; turn < 3; turn += 1) expect((await post.send()).outcome.status).toBe('delivered');
    expect(web.asked).toHaveLength(1);
    post.pass(25);
    await post.send();
    expect(web.asked).toHaveLength(2);
  });

  it('is fetched anew when the id is another', async () => {
    const web = new Web();
    const post = sender(web);
    await post.send();
    web.answer = policy('enforce', 'other.x.test');
    post.zone['_mta-sts.x.test TXT'] = ID('b');
    expect((await post.send()).outcome.text).toContain('does not name');
  });

  it('goes on when record or server are taken away, until max_age is over (RFC 8461 §3.3)', async () => {
    const web = new Web();
    const post = sender(web);
    await post.send();
    web.answer = 'net/refused';
    for (const given of [secure(), servfail, ID('b')] as const) {
      post.zone['_mta-sts.x.test TXT'] = given;
      expect((await post.send({ tls: tlsOf(other) })).outcome.status).toBe('deferred');
    }
    expect(post.logged.at(-2)).toContain('the policy of x.test could not be fetched: it failed; the one kept goes on');
    post.pass(604800 / 3600);
    expect((await post.send({ tls: tlsOf(other) })).outcome.status).toBe('delivered');
  });

  it('that could not be fetched is not asked for again within five minutes', async () => {
    const web = new Web();
    web.answer = 'net/refused';
    const post = sender(web);
    await post.send();
    await post.send();
    expect(web.asked).toHaveLength(1);
    post.pass(0.1);
    await post.send();
    expect(web.asked).toHaveLength(2);
  });
});
