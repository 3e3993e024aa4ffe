import { describe, expect, it } from 'vitest';
import { proxyFindings } from '../../../src/core/proxy/findings/registry.ts';
import {
  encodeProxy,
  FAULT_CODES,
  octetsFromField,
  octetsFromFile,
  octetsFromText,
  type ProxyHeader,
  parseReport,
  type Tlv,
} from '../../../src/core/proxy/index.ts';

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'latin1'));
const tlv = (type: number, value: string): Tlv => ({ type, value: text(value) });
const inet: ProxyHeader = {
  version: 2,
  command: 'PROXY',
  family: 'INET',
  transport: 'STREAM',
  source: { address: '192.0.2.1', port: 56_324 },
  destination: { address: '198.51.100.1', port: 25 },
  tlvs: [],
};

function encoded(header: ProxyHeader): Uint8Array {
  const octets = encodeProxy(header);
  if (!octets.ok) throw new Error(octets.error.message);
  return octets.value;
}

const said = (octets: Uint8Array): readonly string[] =>
  parseReport(octets).findings.map(({ id }) => id.replace('proxy.', ''));
const checkSaid = (header: Partial<ProxyHeader>, ...expected: readonly string[]): void =>
  expect(said(encoded({ ...inet, ...header }))).toEqual(expected);

describe('a header explained', () => {
  it('shows every octet with its place', () => {
    const rows = parseReport(text('PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\nX')).data.parts.map(
      ({ offset, length, field }) => `${offset}+${length} ${field}`,
    );
    expect(rows).toEqual([
      '0+5 signature',
      '5+1 separator',
      '6+4 protocol',
      '10+1 separator',
      '11+9 source address',
      '20+1 separator',
      '21+12 destination address',
      '33+1 separator',
      '34+5 source port',
      '39+1 separator',
      '40+2 destination port',
      '42+2 end',
    ]);
  });
  it('shows TLVs with names, those inside of SSL, and values of large proxies', () => {
    const ssl = '\x07\x00\x00\x00\x00\x21\x00\x07TLSv1.3\x22\x00\x02mx';
    const tlvs = [tlv(1, 'smtp'), tlv(0x20, ssl), tlv(0xea, '\x01vpce-08d2'), tlv(0xee, '\x01\x78\x56\x34\x12')];
    const { data } = parseReport(encoded({ ...inet, tlvs: [...tlvs, tlv(0xe0, '\0\0\0\0\0\0\x01\0')] }));
    const [alpn, first, amazon, azure, google] = data.tlvs!;
    expect(alpn).toMatchObject({ type: 1, name: 'ALPN', length: 4, value: 'c210cA==', text: 'smtp' });
    expect(first!.ssl).toMatchObject({
      client: 7,
      overTls: true,
      certificateOnConnection: true,
      certificateInSession: true,
      verify: 0,
    });
    expect(first!.ssl!.tlvs.map(({ name, text: value }) => [name, value])).toEqual([
      ['SSL_VERSION', 'TLSv1.3'],
      ['SSL_CN', 'mx'],
    ]);
    expect([amazon, azure, google].map((one) => one!.meaning)).toEqual([
      'VPC endpoint vpce-08d2',
      'private endpoint link 305419896',
      'Private Service Connect connection 256',
    ]);
    expect(said(encoded({ ...inet, tlvs }))).toEqual(['well-formed']);
  });
  it('gives a code, a place and a sentence for what is wrong, and shows what was read before it', () => {
    const { data, findings } = parseReport(text('PROXY TCP4 192.0.2.1 198.51.100.01 1 2\r\n'));
    expect(data).toMatchObject({ code: 'v1-address-leading-zero', at: 21 });
    expect(data.version).toBeUndefined();
    expect(findings).toMatchObject([{ id: 'proxy.v1-address-leading-zero', severity: 'error' }]);
    expect(data.parts.at(-1)).toMatchObject({ field: 'unread', offset: 20 });
    expect(parseReport(new Uint8Array()).data).toMatchObject({ code: 'incomplete', at: 0, parts: [] });
    expect(parseReport(text('PROXY TCP4')).data).toMatchObject({ code: 'incomplete', at: 10 });
  });
  it('has a page for every fault', () => {
    const ids = new Set(proxyFindings.map(({ id }) => id));
    expect(FAULT_CODES.filter((code) => !ids.has(`proxy.${code}`))).toEqual([]);
    expect(ids.size).toBe(proxyFindings.length);
  });
});

describe('remarks', () => {
  it('tell where receivers differ', () => {
    checkSaid({}, 'well-formed');
    checkSaid({ transport: 'DGRAM' }, 'well-formed', 'not-tcp');
    checkSaid({ source: { address: '192.0.2.1', port: 0 } }, 'well-formed', 'port-zero');
    checkSaid({ tlvs: [tlv(4, 'x'.repeat(600))] }, 'well-formed', 'long-header');
    checkSaid({ tlvs: [tlv(0x77, ''), tlv(0xf1, '')] }, 'well-formed', 'tlv-reserved', 'tlv-reserved');
    expect(said(text('PROXY UNKNOWN\r\n'))).toEqual(['well-formed', 'unspecified']);
    expect(said(text('PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2\r\n'))).toEqual(['well-formed', 'ipv6-form']);
    expect(said(Buffer.from('0d0a0d0a000d0a515549540a20110003ffffff', 'hex'))).toEqual([
      'well-formed',
      'local-with-block',
    ]);
  });
  it('tell what is wrong with TLVs', () => {
    checkSaid({ tlvs: [tlv(2, '\xff')] }, 'tlv-text');
    checkSaid({ tlvs: [tlv(0x30, '\xc3\xa4')] }, 'tlv-text');
    checkSaid({ tlvs: [tlv(2, 'a'), tlv(2, 'b')] }, 'tlv-twice');
    checkSaid({ tlvs: [tlv(4, 'a'), tlv(4, 'b')] }, 'well-formed');
    checkSaid({ tlvs: [tlv(0x20, '\x01\0\0\0\0')] }, 'ssl-version');
    checkSaid({ tlvs: [tlv(0x20, '\x08\0\0\0\0')] }, 'well-formed', 'ssl-bits');
  });
  it('tell of a second header, in either version and though it is broken', () => {
    const first = text('PROXY TCP4 192.0.2.1 198.51.100.1 1 2\r\n');
    expect(said(Buffer.concat([first, encoded(inet)]))).toEqual(['second-header']);
    expect(said(Buffer.concat([encoded(inet), first]))).toEqual(['second-header']);
    expect(said(Buffer.concat([encoded(inet), text('PROXY TCP9')]))).toEqual(['second-header']);
    expect(said(Buffer.concat([first, text('EHLO mx\r\n')]))).toEqual(['well-formed']);
    expect(said(Buffer.concat([first, text('\r\n')]))).toEqual(['well-formed']);
  });
});

describe('octets as given', () => {
  const line = 'PROXY UNKNOWN\r\n';
  const octets = [...text(line)];
  const read = (result: ReturnType<typeof octetsFromText>): unknown =>
    result.ok ? [...result.value] : result.error.code;

  it('are found out: hex in its spellings, base64, a line', () => {
    const hex = Buffer.from(line).toString('hex');
    const pairs = hex.match(/../g)!;
    for (const spelled of [
      hex,
      hex.toUpperCase(),
      pairs.join(' '),
      pairs.join(':'),
      pairs.map((pair) => `\\x${pair}`).join(''),
      pairs.map((pair) => `0x${pair}`).join(', '),
    ])
      expect([spelled, read(octetsFromText(spelled))]).toEqual([spelled, octets]);
    expect(read(octetsFromText(Buffer.from(line).toString('base64')))).toEqual(octets);
    expect(read(octetsFromText('PROXY UNKNOWN\\r\\n'))).toEqual(octets);
    expect(read(octetsFromText(line))).toEqual(octets);
    expect(read(octetsFromText('not at all'))).toBe('proxy/spelling');
    expect(read(octetsFromText('PROXY \\q'))).toBe('proxy/spelling');
    expect(read(octetsFromText('zz', 'hex'))).toBe('proxy/spelling');
    expect(read(octetsFromText('z', 'base64'))).toBe('proxy/spelling');
  });
  it('of files are taken as they are, unless they are a text that spells them', () => {
    expect(read(octetsFromFile(text(line)))).toEqual(octets);
    expect(read(octetsFromFile(encoded(inet)))).toEqual([...encoded(inet)]);
    expect(read(octetsFromFile(text(`${Buffer.from(line).toString('hex')}\n`)))).toEqual(octets);
    expect(read(octetsFromFile(text(`${Buffer.from(line).toString('base64')}\n`)))).toEqual(octets);
    expect(read(octetsFromFile(text('EHLO mx\r\n')))).toEqual([...text('EHLO mx\r\n')]);
    expect(read(octetsFromFile(text('0d0a'), 'binary'))).toEqual([...text('0d0a')]);
  });
  it('of a line of a batch are base64, and hex where that is a header', () => {
    expect(read(octetsFromField(Buffer.from(encoded(inet)).toString('base64')))).toEqual([...encoded(inet)]);
    expect(read(octetsFromField(Buffer.from(encoded(inet)).toString('hex')))).toEqual([...encoded(inet)]);
    expect(read(octetsFromField('AAAA'))).toEqual([0, 0, 0]);
    expect(read(octetsFromField(''))).toEqual([]);
    expect(read(octetsFromField('%'))).toBe('proxy/spelling');
  });
});
