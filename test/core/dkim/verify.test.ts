/** Messages and what becomes of their signatures (RFC 6376 §6.1). */
import { describe, expect, it } from 'vitest';
import { MAX_SIGNATURES, verificationReport } from '../../../src/core/dkim/index.ts';
import {
  ED_RECORD,
  keysOf,
  NOW,
  NOW_SECONDS,
  octets,
  PLAIN,
  signed,
  told,
  verdict,
  verification,
} from '../../support/dkim.ts';

const LATER = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const CANON = ['simple', 'relaxed'] as const;

describe('a signed message', () => {
  const pairs = CANON.flatMap((header) => CANON.map((body) => [header, body] as const));
  it.each(pairs)('%s/%s passes whole and octet by octet', async (header, body) => {
    const message = await signed(PLAIN, { header, body });
    expect(await told(message)).toBe('pass good');
    const { verdicts } = await verification([...octets(message)].map((octet) => Uint8Array.of(octet)));
    expect(verdicts[0]).toMatchObject({ result: 'pass', isBodyGood: true, isSignatureGood: true });
  });

  it('passes with LF line ends, unless only CRLF is to end lines', async () => {
    const message = (await signed()).replaceAll('\r\n', '\n');
    const { verdicts, message: facts } = await verification(message);
    expect(verdicts[0]?.reason).toBe('good');
    expect(facts.lineEnds).toBe('lf');
    expect((await verification(message, { lineEnds: 'strict' })).result).toBe('neutral');
  });

  const survives: readonly (readonly [string, string, (message: string) => string])[] = [
    ['empty lines at the end', 'simple', (m) => `${m}\r\n\r\n`],
    ['white space at the end of lines', 'relaxed', (m) => m.replace('hungry?', 'hungry? \t ')],
    ['other folds and case in the header', 'relaxed', (m) => m.replace('Subject: ', 'SUBJECT :\r\n\t ')],
    ['fields on top that are not signed', 'simple', (m) => `Received: x\r\nX-A: b\r\n${m}`],
  ];
  it.each(survives)('bears %s (%s)', async (_, how, change) => {
    const canonical = how as 'simple' | 'relaxed';
    expect(await told(change(await signed(PLAIN, { header: canonical, body: canonical })))).toBe('pass good');
  });

  const breaks: readonly (readonly [string, (message: string) => string, string])[] = [
    ['a word of the body', (m) => m.replace('hungry', 'thirsty'), 'fail body-hash-mismatch'],
    ['a line added to the body', (m) => `${m}-- list\r\n`, 'fail body-hash-mismatch'],
    ['the body cut', (m) => m.slice(0, m.indexOf('are you')), 'fail body-hash-mismatch'],
    ['a signed field', (m) => m.replace('To: Suzie', 'To: Susie'), 'fail signature-mismatch'],
    ['a signed field taken away', (m) => m.replace(/To: .*\r\n/, ''), 'fail signature-mismatch'],
    ['the order of From and To', (m) => m.replace(/(From: .*\r\n)(To: .*\r\n)/, '$2$1'), 'pass good'],
    ['a second From on top', (m) => `From: eve@example.net\r\n${m}`, 'fail signature-mismatch'],
    [
      'a second From below',
      (m) => m.replace('\r\n\r\n', '\r\nFrom: eve@example.net\r\n\r\n'),
      'fail signature-mismatch',
    ],
    ['From taken away', (m) => m.replace(/^From: .*\r\n/m, ''), 'permerror no-from'],
    ['a digit of b=', (m) => m.replace(/ b=(.)/, (_, a: string) => ` b=${a === 'A' ? 'B' : 'A'}`), 'fail'],
    ['b= cut', (m) => m.replace(/( b=.{4})[\s\S]*?\r\n(?=From)/, '$1\r\n'), 'fail signature-mismatch'],
    ['t=', (m) => m.replace(/t=\d+/, 't=1'), 'fail signature-mismatch'],
    ['bh=', (m) => m.replace(/bh=.{4}/, 'bh=AAAA'), 'fail body-hash-mismatch'],
    ['c=', (m) => m.replace('relaxed/relaxed', 'relaxed/simple'), 'fail body-hash-mismatch'],
    ['a=', (m) => m.replace('rsa-sha256', 'ed25519-sha256'), 'permerror key-type'],
    ['s=', (m) => m.replace('s=s1', 's=s2'), 'permerror key-missing'],
    ['v=', (m) => m.replace('v=1;', 'v=2;'), 'neutral version'],
    ['a= of a hash nobody knows', (m) => m.replace('rsa-sha256', 'rsa-sha999'), 'neutral algorithm'],
    ['a= of SHA-1', (m) => m.replace('rsa-sha256', 'rsa-sha1'), 'permerror algorithm-historic'],
    ['c= of a form nobody knows', (m) => m.replace('relaxed/relaxed', 'relaxed/nofws'), 'neutral canonicalization'],
    ['a tag twice', (m) => m.replace('s=s1;', 's=s1; s=s1;'), 'neutral duplicate-tag'],
    ['a tag taken away', (m) => m.replace('s=s1;', ''), 'neutral missing-tag'],
    ['h= without From', (m) => m.replace(/ h=[^;]*/, ' h=To'), 'permerror from-not-signed'],
  ];
  it.each(breaks)('altered: %s', async (_, change, expected) => {
    const message = await signed();
    expect(change(message)).not.toBe(message);
    expect(await told(change(message))).toContain(expected);
  });
});

describe('times', () => {
  const message = signed(PLAIN, { signedAt: NOW_SECONDS, expiresAt: NOW_SECONDS + 3600 });
  const rows: readonly (readonly [string, number, string])[] = [
    ['in time', 60, 'pass good'],
    ['at its last second', 3600, 'pass good'],
    ['a second later', 3601, 'permerror expired'],
    ['by a clock that is a little slow', -300, 'pass good'],
    ['made in the future', -301, 'policy in-future'],
  ];
  it.each(rows)('%s', async (_, seconds, expected) => {
    expect(await told(await message, { at: LATER(seconds) })).toBe(expected);
  });
});

describe('h= and what the message has (RFC 6376 §5.4.2)', () => {
  const two = PLAIN.replace('Subject', 'X-A: one\r\nX-A: two\r\nSubject');
  it('picks fields from the bottom', async () => {
    const message = await signed(two, { names: ['from', 'x-a'], oversign: [] });
    expect(await told(message.replace('X-A: one', 'X-A: other'))).toBe('pass good');
    expect(await told(message.replace('X-A: two', 'X-A: other'))).toBe('fail signature-mismatch');
  });

  it('a field that is not there and is named cannot be added', async () => {
    const message = await signed(PLAIN, { names: ['from', 'reply-to'], oversign: [] });
    expect(await told(message)).toBe('pass good');
    expect(await told(`Reply-To: eve@example.net\r\n${message}`)).toBe('fail signature-mismatch');
  });

  it('a field that is not named can', async () => {
    const message = await signed(PLAIN, { names: ['from'], oversign: [] });
    expect(await told(`Reply-To: eve@example.net\r\n${message}`)).toBe('pass good');
  });

  it('DKIM-Signature in h= is never the one verified', async () => {
    const first = await signed();
    const second = await signed(first, { names: ['from', 'dkim-signature', 'dkim-signature'], oversign: [] });
    const { verdicts } = await verification(second);
    expect(verdicts.map(({ reason }) => reason)).toEqual(['good', 'good']);
  });
});

describe('l=', () => {
  async function withLength(length: number, tail = ''): Promise<string> {
    const { reason } = await verdict((await signed(PLAIN, { bodyLength: length })) + tail);
    return reason;
  }
  it('covers the beginning alone', async () => {
    expect(await withLength(10)).toBe('good');
    expect(await withLength(10, 'more\r\n')).toBe('good');
    expect(await withLength(0, 'more\r\n')).toBe('good');
  });

  it('larger than the body fails', async () => {
    expect(await withLength(1000)).toBe('body-too-short');
  });

  it('is told as weak', async () => {
    const read = await verification(await signed(PLAIN, { bodyLength: 10 }));
    expect(verificationReport(read).findings.map(({ id }) => id)).toContain('dkim.unsigned-tail');
  });
});

describe('a message as a whole', () => {
  const ids = async (message: string): Promise<readonly string[]> =>
    verificationReport(await verification(message)).findings.map(({ id, severity }) => `${severity} ${id}`);

  it('without signature is none', async () => {
    expect((await verification(PLAIN)).result).toBe('none');
    expect(await ids(PLAIN)).toEqual(['info dkim.none']);
    expect((await verification('')).result).toBe('none');
  });

  it('one good signature is enough for the result; one that fails is an error all the same', async () => {
    const message = await signed();
    const twice = `${message.slice(0, message.indexOf('\r\nFrom')).replace(/t=\d+/, 't=1')}\r\n${message}`;
    const read = await verification(twice);
    expect(read.result).toBe('pass');
    expect(read.verdicts.map(({ result }) => result)).toEqual(['fail', 'pass']);
    expect(await ids(twice)).toContain('error dkim.signature-mismatch');
  });

  it('what cannot be verified beside a good one is a warning', async () => {
    expect(await ids(`DKIM-Signature: v=2\r\n${await signed()}`)).toContain('warn dkim.version');
    expect(await ids(`DKIM-Signature: v=2\r\n${PLAIN}`)).toContain('error dkim.version');
  });

  it('several From fields are told', async () => {
    const message = await signed(PLAIN, { oversign: [] });
    expect(await ids(`From: eve@example.net\r\n${message}`)).toContain('warn dkim.several-from');
  });

  it('as many signatures are verified as are bounded', async () => {
    const message = await signed();
    const field = message.slice(0, message.indexOf('\r\nFrom'));
    const { verdicts } = await verification(`${`${field}\r\n`.repeat(MAX_SIGNATURES)}${message}`);
    expect(verdicts.map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: MAX_SIGNATURES }, () => 'good'),
      'too-many-signatures',
    ]);
  });

  it('whose signature has no good tags still says whose it was', async () => {
    const { domain, selector } = await verdict(`DKIM-Signature: v=1; d=Example.org; s=s1; d=x\r\n${PLAIN}`);
    expect([domain, selector]).toEqual(['example.org', 's1']);
  });

  it('testing is told, and changes no result', async () => {
    const read = await verification(await signed(), { lookUp: keysOf(`${ED_RECORD}; t=y`) });
    expect(read.result).toBe('permerror');
  });
});
