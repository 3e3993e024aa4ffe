import { X509Certificate } from 'node:crypto';
import { renameSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueCrl } from '../../../src/core/pki/issue/crl.ts';
import { formatPem, formatSigningKey } from '../../../src/core/pki/issue.ts';
import { type TlsBench, tlsBench } from '../../support/mta/tls-server.ts';
import { type Held, type OcspWorld, ocspWorld } from '../../support/ocsp.ts';

let bench: TlsBench;
let world: OcspWorld;
let rsa: Held;
let user: Held;
const pem = (...ders: readonly Uint8Array[]): string => ders.map((der) => formatPem('CERTIFICATE', der)).join('');

beforeAll(async () => {
  bench = tlsBench();
  world = await ocspWorld('p256', new Date());
  rsa = await world.issue({ subject: 'rsa.test', dnsNames: ['rsa.test'] }, world.issuer, 'rsa');
  const subject = [
    { oid: '2.5.4.10', value: 'Example, Ltd' },
    { oid: '2.5.4.3', value: 'ann' },
  ];
  user = await world.issue({ subject, extendedKeyUsage: ['clientAuth'] });
  const other = await world.issue({ subject: 'other.test', dnsNames: ['other.test'] });
  bench.write('ec.pem', pem(world.leaf.der, world.issuer.der));
  bench.write('ec.key', formatSigningKey(world.leaf.key));
  bench.write('both.pem', pem(world.leaf.der, world.issuer.der) + formatSigningKey(world.leaf.key));
  bench.write('rsa.pem', pem(rsa.der, world.issuer.der));
  bench.write('rsa.key', formatSigningKey(rsa.key));
  bench.write('other.test', pem(other.der, world.issuer.der) + formatSigningKey(other.key));
  bench.write('roots.pem', pem(world.root.der, world.issuer.der));
  bench.write('ec.ocsp', await world.respond());
  bench.write('rsa.ocsp', await world.respond({ responses: [world.single({ certificate: rsa.der })] }));
  bench.write('old.ocsp', await world.respond({ responses: [world.single({ nextUpdate: world.after(-600_000) })] }));
});
afterAll(() => bench.close());

const EC = 'tls_certificate = DIR/ec.pem\ntls_privatekey = DIR/ec.key\n';
const TWO = 'tls_certificate = DIR/ec.pem : DIR/rsa.pem\ntls_privatekey = DIR/ec.key : DIR/rsa.key\n';
const RSA_ONLY = { sigalgs: 'RSA-PSS+SHA256:RSA+SHA256' };
const credentials = (held: Held) => ({ cert: pem(held.der, world.issuer.der), key: formatSigningKey(held.key) });

describe('the channel', () => {
  it('is known to both ends by the same octets (RFC 9266, RFC 5929)', async () => {
    const tls = bench.tls(EC);
    const now = await bench.meet(tls);
    expect(now.channel).toHaveLength(32);
    expect(now.facts?.channel).toEqual({ exporter: now.channel });
    const before = await bench.meet(tls, { maxVersion: 'TLSv1.2' });
    expect(before.channel).toHaveLength(12);
    expect(before.facts?.channel).toEqual({ unique: before.channel });
  });
});

describe('the certificate', () => {
  it('comes from its file, the key from another or from the same', async () => {
    expect(await bench.meet(bench.tls(EC))).toMatchObject({ name: 'mx.test', log: [] });
    expect(await bench.meet(bench.tls('tls_certificate = DIR/both.pem\n'))).toMatchObject({ name: 'mx.test' });
  });

  it('is the one of several whose key the client can verify', async () => {
    const tls = bench.tls(TWO);
    expect(await bench.meet(tls, RSA_ONLY)).toMatchObject({ name: 'rsa.test' });
    expect(await bench.meet(tls, { sigalgs: 'ECDSA+SHA256' })).toMatchObject({ name: 'mx.test' });
  });

  it('may depend on the name that the client says, looked up', async () => {
    const tls = bench.tls(
      'tls_certificate = ${if eq{$tls_in_sni}{}{DIR/both.pem}{DIR/${lookup{$tls_in_sni}dsearch{DIR}{$value}{both.pem}}}}\n',
    );
    expect(await bench.meet(tls, { servername: 'other.test' })).toMatchObject({ name: 'other.test' });
    expect(await bench.meet(tls, { servername: 'unheard.test' })).toMatchObject({ name: 'mx.test' });
    const met = await bench.meet(tls);
    expect(met.name).toBe('mx.test');
    expect(met.facts).not.toHaveProperty('sni');
  });

  it('is never a file that the client names by itself', async () => {
    const met = await bench.meet(
      bench.tls('tls_certificate = ${if eq{$tls_in_sni}{}{DIR/both.pem}{DIR/$tls_in_sni}}\n'),
      {
        servername: 'other.test',
      },
    );
    expect(met.name).toBeUndefined();
    expect(met.log.join()).toMatch(/tls_certificate: ".*other\.test" comes from the client, and is not taken/);
  });

  it('is read again once its file is another, also by renaming', async () => {
    const tls = bench.tls('tls_certificate = DIR/live.pem\n');
    bench.write('live.pem', pem(world.leaf.der) + formatSigningKey(world.leaf.key));
    expect(await bench.meet(tls)).toMatchObject({ name: 'mx.test' });
    bench.write('next.pem', pem(rsa.der) + formatSigningKey(rsa.key));
    renameSync(`${bench.folder}/next.pem`, `${bench.folder}/live.pem`);
    expect(await bench.meet(tls)).toMatchObject({ name: 'rsa.test' });
    bench.write('live.pem', 'nothing of the kind');
    expect((await bench.meet(tls)).log.join()).toContain('): Base64 decoding error.');
  });

  it('is made where none is set', async () => {
    const met = await bench.meet(bench.tls('primary_hostname = self.test\n'));
    expect(met).toMatchObject({ name: 'self.test', log: [] });
  });
});

describe('what a handshake came to', () => {
  it("is told in Exim's terms", async () => {
    const { facts } = await bench.meet(bench.tls(EC), { servername: 'mx.test', maxVersion: 'TLSv1.2' });
    expect(facts).toMatchObject({
      version: 'TLS1.2',
      cipher: 'ECDHE-ECDSA-AES128-GCM-SHA256',
      cipherStandard: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      bits: 128,
      onConnect: true,
      sni: 'mx.test',
      verified: false,
      ocsp: 0,
      resumption: 1,
    });
    expect(facts).not.toHaveProperty('peerDn');
    expect(Buffer.from(facts!.ourCertificate!).equals(Buffer.from(world.leaf.der))).toBe(true);
  });

  it('has 256 bits and TLS1.3 in the usual case', async () => {
    const { facts } = await bench.meet(bench.tls(EC));
    expect(facts).toMatchObject({ version: 'TLS1.3', cipher: 'TLS_AES_256_GCM_SHA384', bits: 256 });
  });
});

describe('proofs', () => {
  const stapled = async (text: string, offer = {}) => bench.meet(bench.tls(text), { requestOCSP: true, ...offer });

  it('are stapled for who asks, each for its certificate', async () => {
    const both = `${TWO}tls_ocsp_file = DIR/rsa.ocsp : DIR/ec.ocsp\n`;
    const ec = await stapled(both, { sigalgs: 'ECDSA+SHA256' });
    const other = await stapled(both, RSA_ONLY);
    expect([ec.facts?.ocsp, other.facts?.ocsp]).toEqual([4, 4]);
    expect(ec.proof).toBeDefined();
    expect(ec.proof).not.toEqual(other.proof);
    expect((await bench.meet(bench.tls(both), {})).facts?.ocsp).toBe(0);
  });

  it('are PEM behind that word, and DER again behind its own', async () => {
    const armoured = (der: Uint8Array) => formatPem('CERTIFICATE', der).replaceAll('CERTIFICATE', 'OCSP RESPONSE');
    bench.write('ec.ocsp.pem', armoured(await world.respond()));
    const met = await stapled(`${TWO}tls_ocsp_file = PEM DIR/ec.ocsp.pem : DER DIR/rsa.ocsp\n`);
    expect(met).toMatchObject({ log: [], facts: { ocsp: 4 } });
    const wrong = await stapled(`${EC}tls_ocsp_file = DIR/ec.ocsp.pem\n`);
    expect(wrong.facts?.ocsp).toBe(1);
    expect(wrong.log.join()).toContain('it is PEM, and should be DER');
  });

  it.each([
    ['run out', 'old.ocsp', /over|expired|ended|past/],
    ['absent', 'none.ocsp', /does not exist/],
    ['about another certificate', 'rsa.ocsp', /./],
    ['no proof at all', 'ec.key', /OCSP proof in .*ec\.key is left aside/],
  ])('that are %s are left aside, and TLS goes on', async (_what, file, says) => {
    const met = await stapled(`${EC}tls_ocsp_file = DIR/${file}\n`);
    expect(met).toMatchObject({ name: 'mx.test', facts: { ocsp: 1 } });
    expect(met.proof).toBeUndefined();
    expect(met.log.join()).toMatch(says);
  });

  it('are no longer stapled once they have run out', async () => {
    let now = new Date();
    const clock = { now: () => now, monotonicMs: () => 0 };
    const tls = bench.tls(`${EC}tls_ocsp_file = DIR/ec.ocsp\n`, { clock: clock as never });
    expect((await bench.meet(tls, { requestOCSP: true })).facts?.ocsp).toBe(4);
    now = world.after(5 * 86_400_000);
    expect(await bench.meet(tls, { requestOCSP: true })).toMatchObject({ facts: { ocsp: 1 } });
  });
});

describe('certificates of clients', () => {
  const must = `${EC}tls_verify_hosts = 127.0.0.1\ntls_verify_certificates = DIR/roots.pem\n`;
  const may = `${EC}tls_try_verify_hosts = *\ntls_verify_certificates = DIR/roots.pem\n`;

  it('are verified where they must be, and the connection ends without', async () => {
    const met = await bench.meet(bench.tls(must), credentials(user));
    expect(met.facts).toMatchObject({ verified: true, peerDn: 'O=Example\\, Ltd,CN=ann' });
    const without = await bench.meet(bench.tls(must));
    expect(without.facts).toBeUndefined();
    expect(without.log.join()).toContain('peer did not return a certificate');
  });

  it('are looked at where they may be, and the connection goes on', async () => {
    const tls = bench.tls(may);
    expect((await bench.meet(tls, credentials(user))).facts).toMatchObject({ verified: true });
    expect((await bench.meet(tls)).facts).toMatchObject({ verified: false });
    const alone = await world.issue({ subject: 'self' });
    const unknown = { cert: pem(alone.der), key: formatSigningKey(alone.key) };
    const none = bench.tls(may.replace('roots.pem', 'rsa.pem'));
    expect((await bench.meet(none, unknown)).facts?.peerDn).toBe('CN=self');
  });

  describe('are told to events', () => {
    const told: string[] = [];
    const meet = async (configuration: string, offer: Parameters<TlsBench['meet']>[1], denies?: string) => {
      told.length = 0;
      const met = await bench.meet(bench.tls(configuration), offer, ({ name, data, certificate }) => {
        const who = certificate === undefined ? '' : ` ${new X509Certificate(certificate).subject.split('\n').at(-1)}`;
        told.push(`${name} ${data}${who}`);
        return denies === `${name} ${data}` ? 'go away' : undefined;
      });
      return met;
    };

    it('each of a chain, the authority first', async () => {
      const { facts } = await meet(must, credentials(user));
      expect(facts).toMatchObject({ verified: true });
      expect(told).toEqual([
        expect.stringMatching(/^tls:cert 2 CN=/),
        expect.stringMatching(/^tls:cert 1 CN=/),
        'tls:cert 0 CN=ann',
      ]);
    });

    it('which can deny them: where one must hold that ends the connection, else it is as if it did not', async () => {
      const line = '[127.0.0.1] SSL verify denied by event-action: depth=0 cert=/O=Example, Ltd/CN=ann: go away';
      const must0 = await meet(must, credentials(user), 'tls:cert 0');
      expect(must0.facts).toBeUndefined();
      expect(must0.log[0]).toBe(line);
      expect(told.at(-1)).toBe(
        'tls:fail:connect (SSL_accept): certificate verify failed: denied by event_action CN=ann',
      );
      const may0 = await meet(may, credentials(user), 'tls:cert 0');
      expect(may0.facts).toMatchObject({ verified: false, peerDn: 'O=Example\\, Ltd,CN=ann' });
      expect(may0.log).toEqual([line]);
      const may1 = await meet(may, credentials(user), 'tls:cert 1');
      expect(may1.facts).toMatchObject({ verified: false });
      expect(told.filter((one) => one.startsWith('tls:cert 0'))).toEqual([]);
    });

    it('and so is a handshake that came to nothing', async () => {
      await meet(must, {});
      expect(told).toEqual(['tls:fail:connect (SSL_accept): peer did not return a certificate']);
      await meet(EC, { maxVersion: 'TLSv1.2', ciphers: 'DHE-RSA-AES128-SHA' });
      expect(told).toEqual([expect.stringMatching(/^tls:fail:connect \(SSL_accept\): ./)]);
    });
  });

  it('are not asked for elsewhere', async () => {
    const { facts } = await bench.meet(bench.tls(`${EC}tls_verify_hosts = 192.0.2.1\n`), credentials(user));
    expect(facts).not.toHaveProperty('peerDn');
  });

  it('that are revoked are not good', async () => {
    const dates = { thisUpdate: world.after(-1000), nextUpdate: world.after(86_400_000), number: 1n };
    const entry = { serial: user.certificate.serialOctets, date: world.after(-5000) };
    const signer = { key: world.issuer.key, certificate: world.issuer.der };
    const lists = [
      await issueCrl({ ...dates, revoked: [entry] }, signer),
      await issueCrl(dates, { key: world.root.key, certificate: world.root.der }),
    ];
    bench.write('crl.pem', lists.map((der) => formatPem('X509 CRL', der)).join(''));
    const met = await bench.meet(bench.tls(`${must}tls_crl = DIR/crl.pem\n`), credentials(user));
    expect(met.facts).toBeUndefined();
    expect(met.log.join()).toMatch(/certificate verify failed: CERT_REVOKED/);
    const tried = await bench.meet(bench.tls(`${may}tls_crl = DIR/crl.pem\n`), credentials(user));
    expect(tried.facts).toMatchObject({ verified: false, peerDn: 'O=Example\\, Ltd,CN=ann' });
  });
});

describe('sessions', () => {
  it('are taken up where tls_resumption_hosts says so, in every process with the same secret', async () => {
    const text = `${EC}tls_resumption_hosts = *\n`;
    const ticketSecret = Buffer.alloc(32, 7);
    const first = await bench.meet(bench.tls(text, { ticketSecret }));
    expect(first.facts?.resumption).toBe(0b1011);
    const again = await bench.meet(bench.tls(text, { ticketSecret }), { session: first.session! });
    expect(again).toMatchObject({ isReused: true, facts: { resumption: 0b11111 } });
    const stranger = await bench.meet(bench.tls(text), { session: first.session! });
    expect(stranger).toMatchObject({ isReused: false, facts: { resumption: 0b1111 } });
  });

  it('are not taken up elsewhere', async () => {
    const tls = bench.tls(EC);
    const { session } = await bench.meet(tls);
    expect(await bench.meet(tls, session === undefined ? {} : { session })).toMatchObject({ isReused: false });
  });
});

describe('protocol names (RFC 7301)', () => {
  it('are answered where it is one of ours alone', async () => {
    expect(await bench.meet(bench.tls(EC), { ALPNProtocols: ['smtp'] })).toMatchObject({ alpn: 'smtp' });
    expect(await bench.meet(bench.tls(EC))).toMatchObject({ alpn: false, name: 'mx.test' });
    const off = await bench.meet(bench.tls(`${EC}tls_alpn =\n`), { ALPNProtocols: ['h2'] });
    expect(off).toMatchObject({ alpn: false, name: 'mx.test' });
  });

  it.each([[['h2']], [['smtp', 'h2']]])('are refused otherwise: %j', async (names) => {
    const met = await bench.meet(bench.tls(EC), { ALPNProtocols: names });
    expect(met.code).toBe('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
    expect(met.log.join()).toContain('(SSL_accept): no application protocol');
  });

  it('are wanted of hosts_require_alpn', async () => {
    const tls = bench.tls(`${EC}hosts_require_alpn = *\n`);
    expect(await bench.meet(tls, { ALPNProtocols: ['smtp'] })).toMatchObject({ alpn: 'smtp' });
    const met = await bench.meet(tls);
    expect(met.facts).toBeUndefined();
    expect(met.log.join()).toContain('(handshake): ALPN required but not negotiated');
  });
});

describe('versions and ciphers', () => {
  it('are those that openssl_options and tls_require_ciphers leave', async () => {
    const old = bench.tls(`${EC}openssl_options = +no_tlsv1_3\n`);
    expect(await bench.meet(old)).toMatchObject({ protocol: 'TLSv1.2' });
    const list = bench.tls(`${EC}tls_require_ciphers = ECDHE_ECDSA_CHACHA20_POLY1305\n`);
    expect(await bench.meet(list, { maxVersion: 'TLSv1.2' })).toMatchObject({
      cipher: 'ECDHE-ECDSA-CHACHA20-POLY1305',
    });
    expect(await bench.meet(list)).toMatchObject({ protocol: 'TLSv1.3' });
    const gnutls = bench.tls(`${EC}tls_require_ciphers = SECURE256:-VERS-TLS1.3:-CHACHA20-POLY1305\n`);
    expect(await bench.meet(gnutls)).toMatchObject({ protocol: 'TLSv1.2', cipher: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
  });

  it('have the groups of tls_eccurve', async () => {
    const tls = bench.tls(`${EC}tls_eccurve = P-384\n`);
    expect(await bench.meet(tls, { ecdhCurve: 'P-384' })).toMatchObject({ name: 'mx.test' });
    expect((await bench.meet(tls, { ecdhCurve: 'X25519' })).name).toBeUndefined();
  });
});

describe('who is offered STARTTLS', () => {
  const client = (tls: ReturnType<TlsBench['tls']>) => ({ host: tls.host, address: '192.0.2.1' });
  it.each([
    ['', true],
    ['tls_advertise_hosts =\n', false],
    ['tls_advertise_hosts = ! 192.0.2.0/24 : *\n', false],
    ['tls_advertise_hosts = 192.0.2.1\n', true],
  ])('%j', async (text, offered) => {
    const tls = bench.tls(text);
    expect(await tls.server.advertises(client(tls))).toBe(offered);
  });
});

describe('a certificate and a key that do not fit are logged in the words of GnuTLS', () => {
  it.each([
    ['none.pem', 'ec.key', 'Error while reading file.'],
    ['ec.pem', 'none.key', 'Error while reading file.'],
    ['ec.key', 'ec.key', 'Base64 decoding error.'],
    ['ec.pem', 'ec.pem', 'The requested data were not available.'],
    ['ec.pem', 'rsa.key', 'The certificate and the given key do not match.'],
  ])('%s and %s', async (certificate, key, why) => {
    const { log } = await bench.meet(bench.tls(`tls_certificate = DIR/${certificate}\ntls_privatekey = DIR/${key}\n`));
    expect(log.join('\n')).toMatch(/^TLS error on connection from \S.* \(cert\/key setup: cert=\S+ key=\S+\): [^:]+$/);
    expect(log.join('\n')).toContain(`/${certificate} key=`);
    expect(log.join('\n')).toContain(`/${key}): ${why}`);
  });
});

describe('the check before the start', () => {
  const problems = async (text: string) => {
    const tls = bench.tls(text);
    const { problems: found, warnings } = await tls.server.check(tls.host);
    return { problems: found.map(({ option, message }) => `${option}: ${message}`), warnings };
  };

  it('has nothing to say of what is right', async () => {
    expect(await problems(TWO)).toEqual({ problems: [], warnings: [] });
  });

  it.each([
    ['tls_certificate = DIR/none.pem', /^tls_certificate: .*none\.pem does not exist$/],
    ['tls_certificate = DIR', /^tls_certificate: .* is no file$/],
    ['tls_certificate = DIR/ec.key', /^tls_certificate: .*ec\.key/],
    ['tls_certificate = DIR/ec.pem', /^tls_privatekey: .*ec\.pem has no private key in it$/],
    [
      'tls_certificate = DIR/ec.pem\ntls_privatekey = DIR/rsa.key',
      /^tls_privatekey: the key in .*rsa\.key is not the one/,
    ],
    [`${EC}tls_require_ciphers = HIGH:AES257`, /^tls_require_ciphers: "AES257" is neither/],
    [`${EC}tls_require_ciphers = NORMAL:+VERS-TLS1.9`, /^tls_require_ciphers: "\+VERS-TLS1\.9" is no word of GnuTLS/],
    [`${EC}tls_require_ciphers = NONE`, /^tls_require_ciphers: it leaves no cipher suite/],
    [`${EC}openssl_options = +no_tlsv9`, /^openssl_options: "no_tlsv9" is no option/],
    [`${EC}openssl_options = no_tlsv1`, /^openssl_options: "no_tlsv1" has neither \+ nor -/],
    [`${EC}tls_eccurve = P-257`, /^tls_eccurve: OpenSSL does not take it/],
    [`${EC}tls_dhparam = huge`, /^tls_dhparam: "huge" is neither a file nor a known group$/],
    [`${EC}tls_dhparam = DIR/ec.pem`, /^tls_dhparam: .*ec\.pem has no parameters/],
    [
      `${EC}tls_verify_hosts = *\ntls_verify_certificates = DIR/ec.key`,
      /^tls_verify_certificates: .* has no CERTIFICATE/,
    ],
    [
      `${EC}tls_verify_hosts = *\ntls_verify_certificates = DIR/roots.pem\ntls_crl = DIR/ec.pem`,
      /^tls_crl: .* has no X509 CRL/,
    ],
  ])('%s', async (text, says) => {
    const { problems: found } = await problems(`${text}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(says);
  });

  it('remarks on a proof that would not be stapled, an expired certificate, and none at all', async () => {
    const { warnings } = await problems(`${EC}tls_ocsp_file = DIR/old.ocsp\n`);
    expect(warnings[0]?.message).toContain('left aside');
    const expired = await world.issue({ notAfter: world.after(-1000) });
    bench.write('expired.pem', pem(expired.der) + formatSigningKey(expired.key));
    expect((await problems('tls_certificate = DIR/expired.pem\n')).warnings[0]?.message).toContain('is valid from');
    expect((await problems('')).warnings[0]?.message).toContain('no certificate is set');
    expect(await problems('tls_advertise_hosts =\n')).toEqual({ problems: [], warnings: [] });
  });
});
