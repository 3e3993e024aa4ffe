/** Every subject over a world of values: verdicts, the order of findings, and what is proposed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKey, keyRecordFor, splitStrings } from '../../../src/core/dkim/index.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import { certificate, chainFor, testCa } from '../../support/chains.ts';
import { type CheckWorld, runCheck } from '../../support/check.ts';
import { bogus, fault, insecure, nxdomain, record, secure, servfail, vague } from '../../support/dane.ts';

/** In the order of what to mend first. */
const SUBJECTS = 'mx dnssec dane mtasts tls certificates dmarc spf dkim tlsrpt reverse'.split(' ');
/** What is said of the hosts. */
const hostsOf = (verdicts: readonly string[]): readonly string[] =>
  verdicts.filter((text) => /^(mx|dnssec|dane|tls|certificates) /.test(text));

let chain: readonly Certificate[];
let stranger: readonly Certificate[];
let root: Certificate;
let good: CheckWorld;
beforeAll(async () => {
  const ca = await testCa();
  root = certificate(ca.root.certificate);
  chain = await chainFor(ca, { names: ['mx.example.test'] });
  stranger = await chainFor(ca, { names: ['elsewhere.test'] });
  good = {
    dns: {
      'example.test MX': secure('10 mx.example.test'),
      'mx.example.test A': secure('192.0.2.1'),
      'mx.example.test AAAA': secure('2001:db8::1'),
      '_25._tcp.mx.example.test TLSA': secure(record(3, 1, 1, chain[0]!)),
      'example.test TXT': secure('"v=spf1 mx -all"'),
      '_dmarc.example.test TXT': secure('"v=DMARC1; p=reject; rua=mailto:d@example.test"'),
      'mail._domainkey.example.test TXT': secure(quoted(keyRecordFor(generateKey('rsa', 2048)))),
      '_mta-sts.example.test TXT': secure('"v=STSv1; id=1;"'),
      'mta-sts.example.test A': secure('192.0.2.80'),
      '_smtp._tls.example.test TXT': secure('"v=TLSRPTv1; rua=mailto:t@example.test"'),
      '1.2.0.192.in-addr.arpa PTR': secure('mx.example.test'),
      [`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa PTR`]: secure('mx.example.test'),
    },
    servers: { '192.0.2.1': { ecdsa: chain }, '2001:db8::1': { ecdsa: chain } },
    roots: [root],
    policy: 'version: STSv1\nmode: enforce\nmx: mx.example.test\nmax_age: 1209600\n',
  };
});

const quoted = (text: string): string =>
  splitStrings(text)
    .map((part) => `"${part}"`)
    .join(' ');

const but = (dns: CheckWorld['dns'], rest: Partial<CheckWorld> = {}): CheckWorld => ({
  ...good,
  ...rest,
  dns: { ...good.dns, ...dns },
});

describe('a domain where all is well', () => {
  it('passes in every subject, in the order of what to mend first', async () => {
    const { verdicts, problems, report } = await runCheck(good);
    expect(verdicts).toEqual(SUBJECTS.map((name) => `${name} pass`));
    expect(problems).toEqual([]);
    expect(report.data).toMatchObject({ publish: [], files: [], zone: [] });
  });

  it('visits each address once a type of key, for DANE, TLS and certificates together', async () => {
    const { world } = await runCheck(good);
    const ofMail = world.probed.filter(({ port }) => port === 25);
    expect(ofMail.map(({ address, keyType }) => `${address} ${keyType}`).sort()).toEqual([
      '192.0.2.1 ecdsa',
      '192.0.2.1 rsa',
      '2001:db8::1 ecdsa',
      '2001:db8::1 rsa',
    ]);
  });

  it('tells its facts', async () => {
    const { subjects } = await runCheck(good);
    expect(subjects.mx?.hosts).toEqual([
      {
        name: 'mx.example.test',
        preference: 10,
        addresses: [
          { ip: '192.0.2.1', answers: true },
          { ip: '2001:db8::1', answers: true },
        ],
      },
    ]);
    expect(subjects.tls?.addresses[0]).toEqual({
      host: 'mx.example.test',
      ip: '192.0.2.1',
      starttls: 'yes',
      version: 'TLSv1.3',
      oldVersions: 'no',
    });
    expect(subjects.certificates?.chains).toMatchObject([
      { addresses: ['192.0.2.1', '2001:db8::1'], valid: true, vouchedBy: 'dane' },
    ]);
    expect(subjects.spf).toMatchObject({ record: 'v=spf1 mx -all', lookups: 1 });
    expect(subjects.dkim?.selectors).toEqual([{ selector: 'mail', status: 'usable', keyType: 'rsa', bits: 2048 }]);
  });
});

const problemsOf = async (world: CheckWorld, change = {}): Promise<readonly string[]> =>
  (await runCheck(world, change)).problems;

describe('MX', () => {
  it('an alias is a warning (RFC 2181 §10.3)', async () => {
    const alias = { status: 'secure', rdatas: ['192.0.2.1'], aliases: [['real.example.test', 'secure']] } as const;
    const world = but({
      'mx.example.test A': alias,
      '_25._tcp.real.example.test TLSA': secure(record(3, 1, 1, chain[0]!)),
    });
    expect(await problemsOf(world)).toContain('warn check.mx.alias');
  });

  it('an address in the place of a name is an error', async () => {
    const world = but({ 'example.test MX': secure('10 192.0.2.1') });
    expect(await problemsOf(world)).toEqual(
      expect.arrayContaining(['error check.mx.address', 'error dane.host.no-address']),
    );
  });

  it.each(['10.1.2.3', '127.0.0.1', '192.168.0.1', '100.64.0.1', '169.254.1.1'])(
    'the private address %s is an error',
    async (ip) => {
      const world = but({ 'mx.example.test A': secure(ip) }, { servers: { ...good.servers, [ip]: { ecdsa: chain } } });
      expect(await problemsOf(world)).toContain('error check.mx.private-address');
    },
  );

  it('nobody who answers is unknown, never a failure, for DANE or without it', async () => {
    for (const dns of [{}, { '_25._tcp.mx.example.test TLSA': secure() }]) {
      const { verdicts, problems } = await runCheck(but(dns, { servers: {} }));
      expect(hostsOf(verdicts)).toEqual([
        'mx unknown',
        'dnssec pass',
        'dane pass',
        'tls unknown',
        'certificates unknown',
      ]);
      expect(new Set(problems)).toEqual(new Set(['unknown dane.host.unreachable']));
    }
  });

  it('a host beside one that answers is unknown, too', async () => {
    const servers = { '192.0.2.1': { ecdsa: chain } };
    const { subjects } = await runCheck(but({ '_25._tcp.mx.example.test TLSA': secure() }, { servers }));
    expect(subjects.mx).toMatchObject({ verdict: 'unknown', summary: 'mx.example.test, 1 of 2 addresses answer' });
  });

  it('a domain that does not exist has that one subject', async () => {
    const { verdicts, problems } = await runCheck(but({ 'example.test MX': nxdomain() }));
    expect(verdicts).toEqual(['mx fail']);
    expect(problems).toEqual(['error dane.mx.none']);
  });

  it('a domain that takes no mail has no hosts to look at, and needs no key (RFC 7505)', async () => {
    const world = but({ 'example.test MX': secure('0 .'), '_domainkey.example.test TXT': nxdomain() });
    const { verdicts } = await runCheck(world);
    expect(verdicts).toEqual(['mx pass', 'dnssec pass', 'dmarc pass', 'spf pass', 'dkim pass']);
  });

  it('without MX the domain itself is the host (RFC 5321 §5.1)', async () => {
    const { subjects } = await runCheck(but({ 'example.test MX': secure(), 'example.test A': secure('192.0.2.1') }));
    expect(subjects.mx?.summary).toBe('no MX record: the domain itself is the host, 1 address');
  });

  it.each([
    ['servfail', servfail, ['mx unknown', 'dnssec pass', 'dane unknown', 'tls unknown', 'certificates unknown']],
    [
      'bogus',
      bogus('10 mx.example.test'),
      ['mx unknown', 'dnssec fail', 'dane unknown', 'tls unknown', 'certificates unknown'],
    ],
    [
      'undecided',
      vague('10 mx.example.test'),
      ['mx unknown', 'dnssec unknown', 'dane unknown', 'tls unknown', 'certificates unknown'],
    ],
  ] as const)('where the look-up is %s nothing good is said of the hosts', async (_what, given, expected) => {
    const { verdicts } = await runCheck(but({ 'example.test MX': given }));
    expect(hostsOf(verdicts)).toEqual(expected);
  });
});

describe('TLS and certificates', () => {
  const unheard = { '_mta-sts.example.test TXT': secure(), 'mta-sts.example.test A': secure() };
  const bare = { ...unheard, '_25._tcp.mx.example.test TLSA': secure() };

  it('old versions are a warning', async () => {
    expect(await problemsOf({ ...good, old: ['192.0.2.1'] })).toEqual(['warn tls.version.old']);
  });

  it('no STARTTLS is an error of TLS, and one of DANE where DANE binds', async () => {
    const plain = { kind: 'no-starttls', greeting: '220 mx', capabilities: [] } as const;
    const servers = { '192.0.2.1': plain, '2001:db8::1': plain };
    expect(new Set(await problemsOf(but(bare, { servers })))).toEqual(new Set(['error tls.none']));
    expect(new Set(await problemsOf(but(unheard, { servers })))).toEqual(
      new Set(['error tls.none', 'error dane.host.no-starttls']),
    );
  });

  it('a handshake that fails is told with its reason', async () => {
    const broken = { kind: 'tls-failed', error: fault('tls/alert', 'internal_error') } as const;
    const { report } = await runCheck(but(bare, { servers: { '192.0.2.1': broken, '2001:db8::1': broken } }));
    const told = report.findings.filter(({ id }) => id === 'tls.handshake-fails');
    expect(told.map(({ severity, detail }) => `${severity} ${detail}`)).toEqual([
      'error internal_error',
      'error internal_error',
    ]);
  });

  it('a chain that nobody verifies is a warning; under a TLSA record that covers it, a word', async () => {
    const servers = { '192.0.2.1': { ecdsa: stranger }, '2001:db8::1': { ecdsa: stranger } };
    expect(await problemsOf(but(bare, { servers }))).toEqual(['warn cert.chain.name-mismatch']);
    const covered = { '_25._tcp.mx.example.test TLSA': secure(record(3, 1, 1, stranger[0]!)) };
    const { problems, subjects } = await runCheck(but({ ...unheard, ...covered }, { servers }));
    expect(problems).toEqual([]);
    expect(subjects.certificates?.chains).toMatchObject([{ valid: false, code: 'name-mismatch', vouchedBy: 'dane' }]);
  });

  it('--full shows what the survey says in the place of the short look', async () => {
    const survey = async (host: string, addresses: readonly string[]) => ({
      findings: [
        { id: 'tls.suite.null', severity: 'error', scope: { host }, title: `${addresses}`, refs: [] } as const,
      ],
      data: { host, port: 25, protocol: 'smtp', addresses: [] } as const,
    });
    const { report, subjects } = await runCheck(good, {}, { survey });
    expect(subjects.tls?.verdict).toBe('fail');
    expect(report.findings[0]).toMatchObject({ id: 'tls.suite.null', title: '192.0.2.1,2001:db8::1' });
  });
});

describe('policies', () => {
  it('what is missing is proposed, as one snippet', async () => {
    const { report, problems } = await runCheck(
      but({
        '_25._tcp.mx.example.test TLSA': secure(),
        'example.test TXT': secure(),
        '_dmarc.example.test TXT': secure(),
        '_mta-sts.example.test TXT': secure(),
        'mta-sts.example.test A': secure(),
        '_smtp._tls.example.test TXT': secure(),
      }),
    );
    expect(problems).toEqual(['warn dmarc.policy.absent', 'warn spf.none']);
    expect(report.data.zone).toEqual([
      '; dane: the key that the host shows',
      `_25._tcp.mx.example.test. IN TLSA ${record(3, 1, 1, chain[0]!)}`,
      '; mtasts: it goes with the file at https://mta-sts.example.test/.well-known/mta-sts.txt',
      '_mta-sts.example.test. IN TXT "v=STSv1; id=20260601T120000Z;"',
      '; dmarc: a start that changes nothing and asks for reports',
      '_dmarc.example.test. IN TXT "v=DMARC1; p=none; rua=mailto:dmarc-reports@example.test"',
      '; spf: where the mail hosts alone send; name whoever else does',
      'example.test. IN TXT "v=spf1 mx -all"',
      '; tlsrpt: senders then report where TLS fails',
      '_smtp._tls.example.test. IN TXT "v=TLSRPTv1; rua=mailto:tls-reports@example.test"',
    ]);
    expect(report.data.files).toEqual([
      {
        url: 'https://mta-sts.example.test/.well-known/mta-sts.txt',
        text: 'version: STSv1\nmode: testing\nmx: mx.example.test\nmax_age: 1209600\n',
      },
    ]);
  });

  it('no TLSA record is proposed for a zone that is not signed', async () => {
    const { report } = await runCheck(
      but({
        'example.test MX': insecure('10 mx.example.test'),
        'mx.example.test A': insecure('192.0.2.1'),
        'mx.example.test AAAA': insecure(),
      }),
    );
    expect(report.data.publish).toEqual([]);
  });

  it('whoever would take the reports is told what to publish', async () => {
    const { report } = await runCheck(
      but({ '_dmarc.example.test TXT': secure('"v=DMARC1; p=reject; rua=mailto:d@other.test"') }),
    );
    expect(report.data.publish).toMatchObject([
      { name: 'example.test._report._dmarc.other.test', data: '"v=DMARC1;"' },
    ]);
  });

  it('errors come before warnings, and these before what was not seen', async () => {
    const world = but({ 'example.test TXT': secure('"v=spf1 moo"'), '_dmarc.example.test TXT': servfail });
    const problems = await problemsOf({ ...world, old: ['192.0.2.1'] });
    expect(problems.map((text) => text.split(' ')[0])).toEqual(['error', 'warn', 'unknown']);
  });
});

describe('MTA-STS and TLSRPT', () => {
  it('a host that the policy does not cover is an error', async () => {
    const policy = good.policy!.replace('mx.example', 'other.example');
    const { problems, subjects } = await runCheck({ ...good, policy });
    expect(problems).toEqual(['error mtasts.mx.not-covered']);
    expect(subjects.mtasts?.hosts).toEqual([{ name: 'mx.example.test', covered: false }]);
  });

  it('a host that nobody reaches leaves it open, and is told under MX alone', async () => {
    const { subjects, problems } = await runCheck(but({}, { servers: {} }));
    expect(subjects.mtasts).toMatchObject({ verdict: 'unknown', status: 'enforce' });
    expect(new Set(problems)).toEqual(new Set(['unknown dane.host.unreachable']));
  });

  it.each([
    ['none', secure(), 'none', []],
    [
      'two',
      secure('"v=TLSRPTv1; rua=mailto:a@x.test"', '"v=TLSRPTv1; rua=mailto:b@x.test"'),
      'unusable',
      ['error tlsrpt.record.several'],
    ],
    ['no address', secure('"v=TLSRPTv1; rua=ftp:x"'), 'unusable', ['error tlsrpt.record.invalid']],
    ['another version', secure('"v=tlsrptv1; rua=mailto:a@x.test"'), 'none', ['warn tlsrpt.record.ignored']],
    ['no answer', servfail, 'unknown', ['unknown tlsrpt.record.lookup-failed']],
  ] as const)('a TLSRPT record: %s', async (_what, given, status, expected) => {
    const { subjects, problems } = await runCheck(but({ '_smtp._tls.example.test TXT': given }));
    expect(subjects.tlsrpt?.status).toBe(status);
    expect(problems).toEqual(expected);
  });
});

describe('DKIM', () => {
  const none = { 'mail._domainkey.example.test TXT': secure() };

  it('where _domainkey does not exist no selector is tried (RFC 8020 §2)', async () => {
    const { world, problems } = await runCheck(but({ ...none, '_domainkey.example.test TXT': nxdomain() }));
    expect(problems).toEqual(['warn check.dkim.no-keys']);
    expect(world.asked.filter((key) => key.includes('._domainkey.'))).toEqual([]);
  });

  it('no usual selector is no fault', async () => {
    const { subjects, problems } = await runCheck(but(none));
    expect(problems).toEqual([]);
    expect(subjects.dkim).toMatchObject({ verdict: 'pass', selectors: [], counts: { info: 1 } });
  });

  it('a selector that was named and is missing is an error', async () => {
    const { subjects, problems } = await runCheck(good, { selectors: ['mail', 'gone'] });
    expect(problems).toEqual(['error dkim.key-missing']);
    expect(subjects.dkim?.selectors.map(({ selector, status }) => `${selector} ${status}`)).toEqual([
      'mail usable',
      'gone missing',
    ]);
  });

  it('texts of a wildcard are no keys', async () => {
    const wild = Object.fromEntries(
      ['default', 'mail', 's1', 'google'].map((name) => [`${name}._domainkey.example.test TXT`, secure('"hello"')]),
    );
    expect(await problemsOf(but(wild))).toEqual([]);
  });

  it('a key that is revoked is told', async () => {
    expect(
      (await runCheck(but({ 's1._domainkey.example.test TXT': secure('"v=DKIM1; p="') }))).subjects.dkim,
    ).toMatchObject({
      selectors: [{ selector: 'mail' }, { selector: 's1', status: 'revoked' }],
    });
  });
});

describe('reverse names', () => {
  it.each([
    ['none', secure(), 'warn reverse.none'],
    ['one that leads elsewhere', secure('other.test'), 'warn reverse.unconfirmed'],
    ['not answered', servfail, 'unknown reverse.failed'],
    ['bogus', bogus('mx.example.test'), 'unknown reverse.failed'],
  ] as const)('%s', async (_what, given, expected) => {
    expect(await problemsOf(but({ '1.2.0.192.in-addr.arpa PTR': given }))).toEqual([expected]);
  });
});
