/** What the published suite leaves open: one rule a test, by clause of RFC 7208. */
import { describe, expect, it } from 'vitest';
import { parseIpv4, parseIpv6 } from '../../../src/base/index.ts';
import { checkHost, checkHostWith, type SpfQuestion, type SpfVerdict } from '../../../src/core/spf/index.ts';
import { type SpfZone, spfDns } from '../../support/spf-dns.ts';

interface Asked extends Partial<Omit<SpfQuestion, 'ip'>> {
  readonly ip?: string;
}

const NOW = new Date('2026-01-02T03:04:05Z');

function check(
  zone: SpfZone,
  { ip = '192.0.2.1', sender = 'alice@d.test', helo = 'h.test', ...rest }: Asked = {},
): Promise<SpfVerdict> {
  const octets = (parseIpv4(ip) ?? parseIpv6(ip))!;
  return checkHost({ ip: octets, sender, helo, ...rest }, { dns: spfDns(zone), now: () => NOW, receiver: 'mx.test' });
}

/** A domain's record, and other names beside it. */
const at = (record: string, others: SpfZone = {}): SpfZone => ({ 'd.test': { TXT: [record] }, ...others });
const A = { A: ['192.0.2.1'] };

describe('the identity (RFC 7208 §2.3, §2.4, §4.1, §4.3)', () => {
  it('of the null sender is postmaster at the HELO name', async () => {
    const verdict = await check(
      { 'h.test': { TXT: ['v=spf1 exists:%{l}.%{o}.x.test -all'] }, 'postmaster.h.test.x.test': A },
      { sender: '' },
    );
    expect(verdict).toMatchObject({ result: 'pass', identity: 'helo', domain: 'h.test', sender: 'postmaster@h.test' });
  });
  it('is the domain given, with macros of the sender', async () => {
    const verdict = await check(at('v=spf1 exists:%{o}.x.test -all', { 'other.test.x.test': A }), {
      sender: 'bob@other.test',
      domain: 'd.test',
    });
    expect(verdict).toMatchObject({ result: 'pass', domain: 'd.test' });
  });
  it('takes what stands behind the last @', async () => {
    expect(await check(at('v=spf1 -all'), { sender: '"a@b"@d.test' })).toMatchObject({
      result: 'fail',
      sender: '"a@b"@d.test',
    });
  });
  it.each(['localhost', '192.0.2.1', '[192.0.2.1]', 'a..test', '.d.test', 'x y.test', 'd.test..', ''])(
    '%j has no policy, and DNS is asked for none',
    async (domain) => {
      const dns = spfDns({});
      const verdict = await checkHost(
        { ip: parseIpv4('192.0.2.1')!, sender: `a@${domain}`, helo: 'h.test' },
        { dns, now: () => NOW },
      );
      expect(verdict.result).toBe('none');
      expect(dns.asked).toEqual([]);
    },
  );
  it('reads a final dot and capitals as the same name', async () => {
    expect((await check(at('v=spf1 -all'), { sender: 'a@D.Test.' })).result).toBe('fail');
  });
  it('asks for U-labels as A-labels (RFC 8616 §3)', async () => {
    const zone = { 'xn--bcher-kva.test': { TXT: ['v=spf1 exists:%{d}.x.test -all'] }, 'xn--bcher-kva.test.x.test': A };
    expect(await check(zone, { sender: 'a@bücher.test' })).toMatchObject({
      result: 'pass',
      domain: 'xn--bcher-kva.test',
    });
  });
  it('with a local part beyond US-ASCII matches no term that has it (RFC 8616 §4)', async () => {
    expect((await check(at('v=spf1 include:%{l}.x.test ?all'), { sender: 'ü@d.test' })).result).toBe('neutral');
    expect((await check(at('v=spf1 exists:%{l}.x.test ?all'), { sender: 'ü@d.test' })).result).toBe('neutral');
  });
});

describe('macros (RFC 7208 §7.2–7.4)', () => {
  /** What an explanation comes to, which shows any macro. */
  const expand = async (text: string, asked: Asked = {}, others: SpfZone = {}): Promise<string | undefined> => {
    const sender = asked.sender ?? 'strong-bad@email.example.com';
    const zone = { 'email.example.com': { TXT: ['v=spf1 -all exp=e.test.x'] }, 'e.test.x': { TXT: [text] }, ...others };
    return (await check(zone, { ip: '192.0.2.3', ...asked, sender })).explanation;
  };
  it.each([
    ['%{s}', 'strong-bad@email.example.com'],
    ['%{o}', 'email.example.com'],
    ['%{d}', 'email.example.com'],
    ['%{d4}', 'email.example.com'],
    ['%{d3}', 'email.example.com'],
    ['%{d2}', 'example.com'],
    ['%{d1}', 'com'],
    ['%{dr}', 'com.example.email'],
    ['%{d2r}', 'example.email'],
    ['%{l}', 'strong-bad'],
    ['%{l-}', 'strong.bad'],
    ['%{lr}', 'strong-bad'],
    ['%{lr-}', 'bad.strong'],
    ['%{l1r-}', 'strong'],
    ['%{ir}.%{v}._spf.%{d2}', '3.2.0.192.in-addr._spf.example.com'],
    ['%{lr-}.lp._spf.%{d2}', 'bad.strong.lp._spf.example.com'],
    ['%{lr-}.lp.%{ir}.%{v}._spf.%{d2}', 'bad.strong.lp.3.2.0.192.in-addr._spf.example.com'],
    ['%{h} %{r} %{t} %{c}', 'h.test mx.test 1767323045 192.0.2.3'],
    ['%{S}', 'strong-bad%40email.example.com'],
    ['100%% of%_it%-', '100% of it%20'],
    ['%{d999}', 'email.example.com'],
    ['%{p}', 'unknown'],
  ])('%s is %s', async (text, expected) => {
    expect(await expand(text)).toBe(expected);
  });
  it.each(['%{d0}', '%{x}', '%{d', '%', '%{d r}', '%a', '%{}', '%{dr2}'])(
    '%s makes an explanation useless',
    async (text) => {
      expect(await expand(text)).toBeUndefined();
    },
  );
  it('%{ir} of IPv6 has 32 nibbles', async () => {
    expect(await expand('%{ir}.%{v}', { ip: '2001:db8::cb01' })).toBe(
      '1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6',
    );
  });
  it('%{p} prefers the domain itself, then a name below it, then any', async () => {
    const names = (list: readonly string[]): SpfZone => ({
      '3.2.0.192.in-addr.arpa': { PTR: list.map((name) => `${name}.`) },
      ...Object.fromEntries(
        list.map((name) => [
          name,
          { A: ['192.0.2.3'], ...(name === 'email.example.com' && { TXT: ['v=spf1 -all exp=e.test.x'] }) },
        ]),
      ),
    });
    expect(await expand('%{p}', {}, names(['z.test']))).toBe('z.test');
    expect(await expand('%{p}', {}, names(['z.test', 'a.email.example.com']))).toBe('a.email.example.com');
    expect(await expand('%{p}', {}, names(['z.test', 'a.email.example.com', 'email.example.com']))).toBe(
      'email.example.com',
    );
  });
  it('%{p} costs a look-up once (RFC 7208 §4.6.4)', async () => {
    const verdict = await check(at('v=spf1 exists:%{p}.a.test exists:%{p}.b.test ?all'));
    expect([verdict.result, verdict.lookups]).toEqual(['neutral', 3]);
  });
});

describe('limits (RFC 7208 §4.6.4)', () => {
  it('an mx that matches before its eleventh host matches', async () => {
    const hosts = Array.from({ length: 11 }, (_, i) => `${i} m${i}.test.`);
    const zone = at('v=spf1 mx -all', {
      'm4.test': A,
      ...Object.fromEntries([0, 1, 2, 3, 5].map((i) => [`m${i}.test`, { A: ['198.51.100.1'] }])),
    });
    const verdict = await check({ ...zone, 'd.test': { TXT: ['v=spf1 mx -all'], MX: hosts } });
    expect(verdict.result).toBe('pass');
  });
  it('names of a client that lead nowhere are no void look-ups of the domain', async () => {
    const ptr = Array.from({ length: 12 }, (_, i) => `n${i}.test.`);
    expect(await check(at('v=spf1 ptr ~all', { '1.2.0.192.in-addr.arpa': { PTR: ptr } }))).toMatchObject({
      result: 'softfail',
      voids: 0,
    });
  });
  it('the eleventh look-up is a permerror wherever it stands, and matches before it count', async () => {
    const terms = Array.from({ length: 11 }, (_, i) => `a:h${i}.test`).join(' ');
    const hosts = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`h${i}.test`, { A: [`198.51.100.${i}`] }]));
    expect(await check(at(`v=spf1 ${terms} -all`, hosts))).toMatchObject({
      result: 'permerror',
      lookups: 11,
      problem: { code: 'too-many-lookups' },
    });
    expect((await check(at(`v=spf1 ${terms} -all`, hosts), { ip: '198.51.100.9' })).result).toBe('pass');
  });
  it('a check that takes too long is a temperror', async () => {
    const verdict = await checkHost(
      { ip: parseIpv4('192.0.2.1')!, sender: 'a@d.test', helo: '' },
      {
        dns: { lookup: (name, _type, options) => untilAborted(name, options?.signal) },
        now: () => NOW,
        limits: { elapsedMs: 1 },
      },
    );
    expect(verdict).toMatchObject({ result: 'temperror', problem: { code: 'dns-failed' } });
  });
});

function untilAborted(name: string, signal: AbortSignal | undefined) {
  const error = { code: 'dns/aborted', message: `${name}: given up`, fault: 'local', temporary: true } as const;
  return new Promise<{ ok: false; error: typeof error }>((resolve) =>
    signal?.addEventListener('abort', () => resolve({ ok: false, error })),
  );
}

describe('DNS (RFC 7208 §4.4, §5)', () => {
  it('an answer that DNSSEC proves wrong is a temperror', async () => {
    const dns = spfDns(at('v=spf1 a +all'), () => 'bogus');
    const verdict = await checkHost(
      { ip: parseIpv4('192.0.2.1')!, sender: 'a@d.test', helo: '' },
      { dns, now: () => NOW },
    );
    expect(verdict.result).toBe('temperror');
  });
  it('the status of each answer is in the trace', async () => {
    const dns = spfDns(at('v=spf1 a:h.test -all', { 'h.test': A }), (name) =>
      name === 'h.test' ? 'insecure' : 'secure',
    );
    const { trace } = await checkHost(
      { ip: parseIpv4('192.0.2.1')!, sender: 'a@d.test', helo: '' },
      { dns, now: () => NOW },
    );
    expect(trace).toMatchObject({
      status: 'secure',
      terms: [{ queries: [{ status: 'insecure' }] }, { outcome: 'ignored' }],
    });
  });
  it('a failed address of a mail host is a temperror', async () => {
    const zone = { 'd.test': { TXT: ['v=spf1 mx -all'], MX: ['1 gone.test.'] }, 'gone.test': 'timeout' as const };
    expect((await check(zone)).result).toBe('temperror');
  });
});

describe('explanations (RFC 7208 §6.2)', () => {
  const explained = (text: string, sender = 'alice@d.test'): Promise<SpfVerdict> =>
    check(at('v=spf1 exp=why.d.test -all', { 'why.d.test': { TXT: [text] } }), { sender });
  it('come with the domain whose record asks for them', async () => {
    expect(await explained('no: %{i}')).toMatchObject({ explanation: 'no: 192.0.2.1', explanationDomain: 'd.test' });
  });
  it('that a sender could end the line in are left out', async () => {
    expect((await explained('%{l}', 'a\r\nb@d.test')).explanation).toBeUndefined();
  });
  it('are for fail alone', async () => {
    expect(
      (await check(at('v=spf1 exp=why.d.test ~all', { 'why.d.test': { TXT: ['x'] } }))).explanation,
    ).toBeUndefined();
  });
});

describe('macro bombs', () => {
  it('are held to what names and explanations may be', async () => {
    const bomb = 'v=spf1 exists:'.concat('%{s}'.repeat(400), '.x.test ?all');
    const verdict = await check(at(bomb), { sender: `${'a.'.repeat(100_000)}@d.test`, helo: 'b'.repeat(1_000_000) });
    expect(verdict).toMatchObject({ result: 'neutral', lookups: 1 });
  });
});

describe('a record that is given, as spf_guess of Exim', () => {
  it('is evaluated for the sender’s domain, which is looked up for the rest', async () => {
    const dns = spfDns({ 'd.test': { A: ['192.0.2.77'] } });
    const guess = (ip: string) =>
      checkHostWith(
        'v=spf1 a/24 mx/24 ptr ?all',
        { ip: parseIpv4(ip)!, sender: 'a@d.test', helo: 'h.test' },
        { dns, now: () => NOW },
      );
    expect((await guess('192.0.2.1')).result).toBe('pass');
    expect((await guess('198.51.100.1')).result).toBe('neutral');
  });
  it('with a fault is a permerror', async () => {
    const verdict = await checkHostWith(
      'v=spf1 a:',
      { ip: parseIpv4('192.0.2.1')!, sender: 'a@d.test', helo: '' },
      { dns: spfDns({}), now: () => NOW },
    );
    expect(verdict).toMatchObject({
      result: 'permerror',
      problem: { code: 'syntax', faults: [{ code: 'missing-domain' }] },
    });
  });
});
