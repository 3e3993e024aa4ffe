import { connect, createServer as createTcpServer } from 'node:net';
import { createSecureContext, createServer, type SecureVersion, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom, systemClock } from '../../../src/base/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { survey } from '../../../src/core/survey/index.ts';
import { createProbe } from '../../../src/core/tls/index.ts';
import { type Credential, createLabCa, type LabCa } from '../../../src/lab/ca/index.ts';
import { type MailServerSpec, startMailServer } from '../../../src/lab/smtp/index.ts';

let ca: LabCa;
let ecdsa: Credential;
let rsa: Credential;
const net = createNet();

beforeAll(async () => {
  ca = await createLabCa(new Date());
  ecdsa = await ca.issue({ keyType: 'p256', names: ['mx.test'] });
  rsa = await ca.issue({ keyType: 'rsa', names: ['mx.test'] });
});
afterAll(() => net.close());

function look(port: number, more: Partial<Parameters<typeof survey>[2]> = {}) {
  const usual = { serverName: 'mx.test', ehlo: 'probe.test', timeoutMs: 5000, deadlineMs: 30_000, fast: false };
  const ports = { net, probe: createProbe(net), clock: systemClock, random: seededRandom(1), roots: [] };
  return survey('mx.test', ['127.0.0.1'], { port, protocol: 'none', ...usual, ...more }, ports);
}

async function lookAt(options: TlsOptions, credentials: readonly Credential[] = [ecdsa], more = {}) {
  const server = createServer({
    key: credentials.map(({ keyPem }) => keyPem),
    cert: credentials.map(({ chain }) => chain.map((der) => formatPem('CERTIFICATE', der)).join('')),
    ...options,
  });
  server.on('tlsClientError', () => {}).on('connection', (socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const report = await look((server.address() as { port: number }).port, more);
    return { address: report.data.addresses[0]!, ids: report.findings.map(({ id }) => id), report };
  } finally {
    server.close();
  }
}

const offered = (address: Awaited<ReturnType<typeof lookAt>>['address']) =>
  address.versions.filter((one) => one.offered === 'yes').map(({ version }) => version);

describe('a survey', () => {
  it.each([
    ['TLSv1.2', 'TLSv1.3', ['TLSv1.3', 'TLSv1.2']],
    ['TLSv1.3', 'TLSv1.3', ['TLSv1.3']],
    ['TLSv1.2', 'TLSv1.2', ['TLSv1.2']],
    ['TLSv1', 'TLSv1.1', ['TLSv1.1', 'TLSv1.0']],
  ] as const)('finds the versions of a server from %s to %s', async (minVersion, maxVersion, versions) => {
    const { address } = await lookAt({ minVersion, maxVersion, ciphers: 'DEFAULT:@SECLEVEL=0' }, [ecdsa], {
      fast: true,
    });
    expect(offered(address)).toEqual(versions);
  });

  it('lists suites in the order of a server that has one', async () => {
    const names = ['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-SHA', 'AES128-SHA'];
    const { address, ids } = await lookAt({ maxVersion: 'TLSv1.2', ciphers: names.join(':'), honorCipherOrder: true }, [
      rsa,
    ]);
    expect(address.suites).toEqual([
      {
        version: 'TLSv1.2',
        suites: [
          'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
          'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
          'TLS_RSA_WITH_AES_128_CBC_SHA',
        ],
        order: 'server',
        complete: true,
      },
    ]);
    expect(ids).toContain('tls.suite.static-rsa');
    expect(ids).not.toContain('tls.suite.client-order');
  });

  it('sees both certificates of a server that has two, and each signature scheme', async () => {
    const { address } = await lookAt({}, [ecdsa, rsa]);
    expect(address.certificates.map(({ keyType, named }) => [keyType, named])).toEqual([
      ['ecdsa', true],
      ['rsa', true],
    ]);
    const schemes = address.signatures.find(({ version }) => version === 'TLSv1.3')!.schemes;
    expect(schemes).toEqual(expect.arrayContaining(['ecdsa_secp256r1_sha256', 'rsa_pss_rsae_sha256']));
  });

  it('sees an Ed25519 certificate beside one for RSA (RFC 8422 §5.3)', async () => {
    const edwards = await ca.issue({ keyType: 'ed25519', names: ['mx.test'] });
    const { address } = await lookAt({}, [rsa, edwards], { fast: true });
    expect(address.certificates.map(({ keyType }) => keyType)).toEqual(['rsa', 'ed25519']);
  });

  it('marks a step down from TLS 1.3, as OpenSSL does (RFC 8446 §4.1.3)', async () => {
    const both = await lookAt({}, [ecdsa], { fast: true });
    expect([both.address.features.downgradeSentinel, both.address.features.heartbeat]).toEqual(['yes', 'no']);
    const older = await lookAt({ maxVersion: 'TLSv1.2' }, [ecdsa], { fast: true });
    expect(older.address.features.downgradeSentinel).toBeUndefined();
  });

  it('tells what a client is shown that names no host (RFC 6066 §3)', async () => {
    const other = await ca.issue({ keyType: 'p256', names: ['other.test'] });
    const { keyPem: key, chain } = other;
    const context = createSecureContext({ key, cert: chain.map((der) => formatPem('CERTIFICATE', der)).join('') });
    const same = await lookAt({});
    expect(same.address.withoutName).toEqual({ shown: 'same' });
    const own = await lookAt({ SNICallback: (_name, done) => done(null, context) }, [ecdsa]);
    expect(own.address.withoutName).toMatchObject({ shown: 'other', detail: expect.stringContaining('mx.test') });
    expect(own.ids).toEqual(expect.arrayContaining(['tls.sni.other', 'tls.certificate.name']));
  });

  it('says that addresses beyond the eighth were not looked at', async () => {
    const many = Array.from({ length: 10 }, (_, i) => `127.0.0.${i + 1}`);
    const options = { port: 1, protocol: 'none', ehlo: 'a', timeoutMs: 500, deadlineMs: 500, fast: true } as const;
    const ports = { net, probe: createProbe(net), clock: systemClock, random: seededRandom(1), roots: [] };
    const { findings, data } = await survey('mx.test', many, options, ports);
    expect(data.addresses.length).toBe(8);
    expect(findings.at(-1)).toMatchObject({ id: 'tls.stopped', severity: 'unknown' });
    expect(findings.at(-1)!.detail).toContain('127.0.0.9, 127.0.0.10');
  });

  it('names the groups, in TLS 1.3 and 1.2', async () => {
    const { address, ids } = await lookAt({ ecdhCurve: 'P-384:X25519' });
    expect(address.groups.map(({ version, groups }) => [version, [...groups].sort()])).toEqual([
      ['TLSv1.3', ['secp384r1', 'x25519']],
      ['TLSv1.2', expect.arrayContaining(['secp384r1', 'x25519'])],
    ]);
    expect(ids).toContain('tls.group.no-post-quantum');
  });

  it.each([
    [false, 'P-256:X25519:P-521', ['secp256r1', 'secp521r1', 'x25519'], true],
    [true, 'X25519:P-521:P-256', ['secp256r1', 'secp521r1', 'x25519'], false],
    [true, 'P-256:X25519', ['secp256r1'], false],
  ])(
    'names the groups of TLS 1.2 beside the curve that an ECDSA certificate needs (RFC 8422 §5.1.1): %s %s',
    async (honorCipherOrder, ecdhCurve, groups, complete) => {
      const { address } = await lookAt({ ecdhCurve, honorCipherOrder, maxVersion: 'TLSv1.2' });
      expect([...address.groups[0]!.groups].sort()).toEqual(groups);
      expect(address.groups[0]!.complete).toBe(complete);
    },
  );

  it.each([
    [{}, 'yes'],
    [{ secureOptions: 0x4000 /* SSL_OP_NO_TICKET */, sessionTimeout: 0 }, 'no'],
  ])('tells whether sessions are resumed: %j', async (options, expected) => {
    const { address } = await lookAt({ maxVersion: 'TLSv1.2', ...options }, [ecdsa], { fast: true });
    expect(address.resumption.find(({ by }) => by === 'ticket')?.resumed).toBe(expected);
  });

  it.each([
    [['mxray-nobody-speaks-this'], 'selected'],
    [['imap'], 'refused'],
    [undefined, 'ignored'],
  ] as const)(
    'tells what becomes of a strange protocol when the server has %j (RFC 7301 §3.2)',
    async (names, stranger) => {
      const { address } = await lookAt(names === undefined ? {} : { ALPNProtocols: [...names] }, [ecdsa], {
        fast: true,
      });
      expect(address.alpn?.stranger).toBe(stranger);
    },
  );

  it('finds what is old, and that nothing new is there', async () => {
    const old: { minVersion: SecureVersion; maxVersion: SecureVersion } = {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
    };
    const { ids, report } = await lookAt({ ...old, ciphers: 'aNULL:AES128-SHA:@SECLEVEL=0' }, [rsa]);
    expect(ids).toEqual(
      expect.arrayContaining([
        'tls.version.none-current',
        'tls.version.old',
        'tls.suite.anonymous',
        'tls.suite.static-rsa',
      ]),
    );
    expect(report.findings.find(({ id }) => id === 'tls.suite.anonymous')?.severity).toBe('error'); // this is not SMTP
  });

  it.each([
    ['an extended master secret (RFC 7627)', 'extendedMasterSecret', 'yes'],
    ['encrypt-then-MAC for a CBC suite (RFC 7366)', 'encryptThenMac', 'yes'],
    ['secure renegotiation (RFC 5746)', 'secureRenegotiation', 'yes'],
    ['the signal of clients that fall back (RFC 7507)', 'fallbackScsv', 'yes'],
    ['no compression', 'compression', 'no'],
  ] as const)('finds that OpenSSL has %s', async (_what, feature, expected) => {
    const { address } = await lookAt({ ciphers: 'DEFAULT:AES128-SHA' }, [rsa], { fast: true });
    expect(address.features[feature]).toBe(expected);
  });

  it('bears every odd hello that OpenSSL bears (RFC 8701, RFC 7685)', async () => {
    const { address } = await lookAt({});
    expect(address.tolerance.map(({ outcome }) => outcome)).toEqual(address.tolerance.map(() => 'fine'));
  });
});

describe('a survey of a server that stumbles', () => {
  /** Before a TLS server: whoever opens with a record that `bears` does not like is cut off. */
  async function lookThrough(
    bears: (record: Buffer) => boolean,
    options: TlsOptions = {},
    { silent = false, ...more }: { silent?: boolean; timeoutMs?: number } = {},
  ) {
    const server = createServer({ key: rsa.keyPem, cert: formatPem('CERTIFICATE', rsa.chain[0]!), ...options });
    server.on('tlsClientError', () => {}).on('connection', (socket) => socket.on('error', () => {}));
    const front = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (first) => {
        if (!bears(first)) return silent ? socket : socket.destroy();
        const behind = connect((server.address() as { port: number }).port, '127.0.0.1').on('error', () => {});
        behind.write(first);
        socket.pipe(behind).pipe(socket);
      });
    });
    for (const one of [server, front]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
    try {
      const report = await look((front.address() as { port: number }).port, more);
      return { address: report.data.addresses[0]!, ids: report.findings.map(({ id }) => id) };
    } finally {
      server.close();
      front.close();
    }
  }
  const failing = ({ address }: Awaited<ReturnType<typeof lookThrough>>) =>
    address.tolerance.filter(({ outcome }) => outcome === 'fails').map(({ hello }) => hello);
  const declared = (record: Buffer): number => (record.length < 5 ? 0 : record.readUInt16BE(3));

  it('over what is longer than 255 octets: versions and suites are found all the same', async () => {
    const found = await lookThrough((record) => declared(record) <= 255, {
      maxVersion: 'TLSv1.2',
      ciphers: 'AES128-SHA',
    });
    expect(offered(found.address)).toEqual(['TLSv1.2']);
    expect(found.address.suites[0]).toMatchObject({ suites: ['TLS_RSA_WITH_AES_128_CBC_SHA'], complete: true });
    expect(failing(found)).toEqual(expect.arrayContaining(['longer than 255 octets', 'longer than 4,096 octets']));
    expect(found.ids).toContain('tls.intolerant');
  });
  it('over a post-quantum key share', async () => {
    const found = await lookThrough((record) => declared(record) < 1200);
    expect(failing(found)).toEqual([
      'longer than a packet, with a post-quantum key share',
      'longer than 4,096 octets',
      'longer than a record (16,384 octets)',
    ]);
  });
  it('over SSL 3, to which it says nothing: that is no for an answer', async () => {
    const found = await lookThrough((record) => record[2] !== 0, {}, { silent: true, timeoutMs: 300 });
    expect(found.address.versions.find(({ version }) => version === 'SSLv3')).toMatchObject({
      offered: 'no',
      detail: 'silence',
    });
    expect(found.ids).not.toContain('tls.stopped');
  });
  it('over a hello in pieces', async () => {
    const found = await lookThrough((first) => first.length >= declared(first));
    expect(failing(found)).toEqual(['in several TCP segments']);
  });
  it('and of one that has TLS 1.3 alone, which bears everything', async () => {
    const found = await lookThrough(() => true, { minVersion: 'TLSv1.3' });
    expect([failing(found), offered(found.address)]).toEqual([[], ['TLSv1.3']]);
  });
});

describe('a survey by STARTTLS', () => {
  async function meet(mood: string, more: Partial<MailServerSpec> = {}, options = {}) {
    const spec: MailServerSpec = { host: 'mx.test', dialect: 'smtp', mood, credentials: [ecdsa], tlsOnConnect: false };
    const server = await startMailServer({ ...spec, ...more }, { slowMs: 5 });
    try {
      const report = await look(server.port, { protocol: 'smtp', fast: true, ...options });
      return { address: report.data.addresses[0]!, ids: report.findings.map(({ id }) => id), report };
    } finally {
      await server.close();
    }
  }

  it.each([
    ['no-starttls', 'no-starttls', 'tls.none'],
    ['starttls-454', 'starttls-refused', 'tls.starttls-refused'],
    ['banner-421', 'greeting-refused', 'tls.refused'],
    ['garbage', 'protocol-error', 'tls.protocol'],
    ['tls-alert', 'no-tls', 'tls.broken'],
    ['tls-garbage', 'no-tls', 'tls.broken'],
    ['tls-cut', 'no-tls', 'tls.broken'],
  ])('tells a server in the mood %s', async (mood, reached, id) => {
    const { address, ids } = await meet(mood);
    expect(address.reached).toBe(reached);
    expect(ids).toEqual([id]);
  });

  it('finds that what was slipped in is thrown away (CVE-2011-0411)', async () => {
    const { address } = await meet('ok', {}, { fast: false });
    expect(address.injection).toBe('no');
  });

  it('tells a certificate of hostile size: hellos are answered, no handshake ends', async () => {
    const huge = await ca.issue({ keyType: 'p256', names: ['mx.test'], ballastBytes: 300_000 });
    const { ids } = await meet('ok', { credentials: [huge] });
    expect(ids).toContain('tls.handshake-fails');
  });

  /** A server that has had enough, from the connection on that `refuses` says. */
  async function meetLimited(refuses: (made: number, open: number) => boolean) {
    const spec: MailServerSpec = { host: 'mx.test', dialect: 'smtp', mood: 'ok', credentials: [ecdsa] };
    const server = await startMailServer(spec, { slowMs: 5 });
    let [made, open] = [0, 0];
    const front = createTcpServer((socket) => {
      made += 1;
      open += 1;
      socket
        .on('error', () => {})
        .on('close', () => {
          open -= 1;
        });
      if (refuses(made, open)) return socket.resume().end('421 4.7.0 too many connections from you\r\n');
      const behind = connect(server.port, '127.0.0.1').on('error', () => {});
      socket.pipe(behind).pipe(socket);
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    try {
      const report = await look((front.address() as { port: number }).port, { protocol: 'smtp', pauseMs: 40 });
      return { address: report.data.addresses[0]!, report, made };
    } finally {
      front.close();
      await server.close();
    }
  }
  it('bears with a server that takes one connection at a time', async () => {
    const { address, report } = await meetLimited((_made, open) => open > 1);
    expect(address.stopped).toBeUndefined();
    expect(report.findings.filter(({ severity }) => severity === 'unknown')).toEqual([]);
    expect(offered(address)).toEqual(['TLSv1.3', 'TLSv1.2']);
  });
  it('leaves a server in peace that answers 421 from some connection on, and does not call the rest good', async () => {
    const { address, report, made } = await meetLimited((count) => count > 12);
    expect(address.stopped).toContain('421 4.7.0 too many connections from you');
    expect(report.findings.find(({ id }) => id === 'tls.stopped')).toMatchObject({ severity: 'unknown' });
    expect(made).toBeLessThanOrEqual(12 + 8);
  });

  it('gives up when its time is over, and says that not all was seen', async () => {
    const { ids, report } = await meet('ok', {}, { fast: false, deadlineMs: 1 });
    expect(ids).toContain('tls.stopped');
    expect(report.findings.find(({ id }) => id === 'tls.stopped')?.severity).toBe('unknown');
  });
});
