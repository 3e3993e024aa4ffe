import { describe, expect, it } from 'vitest';
import { type DmarcRecord, parseRecord, type Rules } from '../../../../src/core/dmarc/index.ts';

const read = (text: string, rules: Rules = '9989'): DmarcRecord => {
  const record = parseRecord(text, rules);
  if (record === undefined) throw new Error(`no record: ${text}`);
  return record;
};
const codes = (text: string, rules?: Rules): readonly string[] => read(text, rules).faults.map(({ code }) => code);

describe('what is a record (RFC 9989 §4.7, RFC 7489 §6.3)', () => {
  const RECORDS = [
    'v=DMARC1',
    'v=DMARC1;p=none',
    'v = DMARC1 ; p=none',
    'V=DMARC1; p=none',
    'v=DMARC1;;p=none',
    'v\t=\tDMARC1;',
  ];
  const OTHERS = [
    'v=dmarc1; p=none',
    'v=DMARC1x; p=none',
    'v=DMARC1 p=none',
    'v=DMARC2; p=none',
    'v=DMARC1 1; p=none',
    'p=none; v=DMARC1',
    ' v=DMARC1; p=none',
    '"v=DMARC1; p=none"',
    'v=spf1 -all',
    'v=;',
    '',
  ];
  it.each(RECORDS)('%s', (text) => expect(parseRecord(text, '9989')).toBeDefined());
  it.each(OTHERS)('%s is none', (text) => {
    expect(parseRecord(text, '9989')).toBeUndefined();
    expect(parseRecord(text, '7489')).toBeUndefined();
  });
});

describe('policies (RFC 9989 §4.10.1, RFC 7489 §6.6.3 step 6)', () => {
  const ROWS: readonly (readonly [text: string, standing: string, p: string, sp?: string])[] = [
    ['v=DMARC1; p=reject', 'sound', 'reject'],
    ['v=DMARC1; P=REJECT', 'sound', 'reject'],
    ['v=DMARC1; p=reject; sp=none', 'sound', 'reject', 'none'],
    ['v=DMARC1; p = quarantine ; sp = reject', 'sound', 'quarantine', 'reject'],
    ['v=DMARC1; sp=reject; p=none', 'sound', 'none', 'reject'],
    ['v=DMARC1; p=rejct; rua=mailto:a@example.org', 'monitoring', 'none'],
    ['v=DMARC1; p=reject; sp=rejct; rua=mailto:a@example.org', 'monitoring', 'none'],
    ['v=DMARC1; p=; rua=mailto:a@example.org', 'monitoring', 'none'],
    ['v=DMARC1; rua=mailto:a@example.org', 'monitoring', 'none'],
    ['v=DMARC1; p=rejct', 'unusable', 'none'],
    ['v=DMARC1; p=reject; sp=rejct', 'unusable', 'none'],
    ['v=DMARC1; p=rejct; rua=a@example.org', 'unusable', 'none'],
    ['v=DMARC1; p=rejct; rua=,', 'unusable', 'none'],
    ['v=DMARC1; p=rejct; rua=a@example.org,mailto:b@example.org', 'monitoring', 'none'],
    ['v=DMARC1', 'unusable', 'none'],
    ['v=DMARC1; p=none; p=reject', 'unusable', 'none'],
    ['v=DMARC1; p=reject; p=reject', 'sound', 'reject'],
  ];
  it.each(ROWS.map((row) => ({ text: row[0], row })))('$text', ({ text, row: [, standing, p, sp] }) => {
    for (const rules of ['9989', '7489'] as const) {
      const record = read(text, rules);
      expect([record.standing, record.p, record.sp]).toEqual([standing, p, sp]);
    }
  });

  it('np is of RFC 9989 alone, and a wrong one spoils the record there', () => {
    expect(read('v=DMARC1; p=reject; np=none').np).toBe('none');
    expect(read('v=DMARC1; p=reject; np=none', '7489').np).toBeUndefined();
    expect(read('v=DMARC1; p=reject; np=x').standing).toBe('unusable');
    expect(read('v=DMARC1; p=reject; np=x', '7489').standing).toBe('sound');
  });
  it('a missing p is p=none beside sp (RFC 9989 §4.7); by RFC 7489 nothing but p=none is left', () => {
    const text = 'v=DMARC1; sp=reject; rua=mailto:a@example.org';
    expect(read(text)).toMatchObject({ p: 'none', sp: 'reject' });
    expect(read(text, '7489').sp).toBeUndefined();
  });
});

describe('other tags', () => {
  it('have defaults', () => {
    const { adkim, aspf, psd, testing, pct, fo, rf, intervalSeconds, rua, ruf } = read('v=DMARC1; p=none', '7489');
    expect({ adkim, aspf, psd, testing, pct, fo, rf, intervalSeconds, rua, ruf }).toEqual({
      adkim: 'r',
      aspf: 'r',
      psd: 'u',
      testing: false,
      pct: 100,
      fo: ['0'],
      rf: ['afrf'],
      intervalSeconds: 86_400,
      rua: [],
      ruf: [],
    });
  });
  it('are read by the text that has them', () => {
    const text = 'v=DMARC1; p=none; psd=y; t=y; pct=20; ri=3600; adkim=S; aspf=s; fo=1:d:s';
    expect(read(text)).toMatchObject({
      psd: 'y',
      testing: true,
      pct: 100,
      intervalSeconds: 86_400,
      adkim: 's',
      aspf: 's',
      fo: ['1', 'd', 's'],
    });
    expect(read(text, '7489')).toMatchObject({ psd: 'u', testing: false, pct: 20, intervalSeconds: 3600 });
  });
  it('fall back on their defaults when they are wrong', () => {
    const text = 'v=DMARC1; p=reject; adkim=strict; aspf=; psd=yes; t=1; fo=9; x=1; junk; adkim=r';
    expect(read(text)).toMatchObject({
      standing: 'sound',
      p: 'reject',
      adkim: 'r',
      aspf: 'r',
      psd: 'u',
      testing: false,
      fo: ['0'],
    });
    for (const pct of ['101', '-1', '1.5', 'all', '99999999999'])
      expect(read(`v=DMARC1; p=reject; pct=${pct}`, '7489').pct).toBe(100);
    expect(read('v=DMARC1; p=reject; pct=0', '7489').pct).toBe(0);
  });
  it('are told by code when something is wrong', () => {
    expect(codes('v=DMARC1; p=reject')).toEqual([]);
    expect(codes('v=DMARC1; p=reject; pct=10')).toEqual(['tag-removed']);
    expect(codes('v=DMARC1; p=reject; np=none', '7489')).toEqual(['tag-newer']);
    expect(codes('v=DMARC1; sp=none; p=reject; foo=1; bar; sp=reject; t=x')).toEqual([
      'tag-malformed',
      'tag-twice',
      'tag-unknown',
      'value-invalid',
    ]);
    expect(codes('v=DMARC1; adkim=s; p=reject')).toEqual(['policy-not-second']);
    expect(codes('v=DMARC1; rua=mailto:a@example.org!10m,http://example.org/,x')).toEqual([
      'policy-missing',
      'uri-invalid',
      'size-limit',
      'uri-scheme',
    ]);
  });
});

describe('reporting URIs (RFC 7489 §6.2)', () => {
  it('have addresses, and sizes in units', () => {
    const { rua } = read(
      'v=DMARC1; p=none; rua=mailto:a%2Cb@example.org!10m , MAILTO:c@example.net!2G,mailto:d@example.org?subject=x!5',
    );
    expect(rua).toEqual([
      { uri: 'mailto:a%2Cb@example.org', scheme: 'mailto', address: 'a,b@example.org', sizeLimitBytes: 10_485_760 },
      { uri: 'MAILTO:c@example.net', scheme: 'mailto', address: 'c@example.net', sizeLimitBytes: 2_147_483_648 },
      { uri: 'mailto:d@example.org?subject=x', scheme: 'mailto', address: 'd@example.org', sizeLimitBytes: 5 },
    ]);
  });
  it.each([
    'mailto:a@example.org!x',
    'mailto:a@example.org!10!5',
    'mailto:',
    'mailto:example.org',
    'mailto:%ff@example.org',
    'a@example.org',
    'mailto:ü@example.org',
    '!10m',
  ])('%s is none', (uri) => expect(read(`v=DMARC1; p=none; rua=${uri}`).rua).toEqual([]));
});
