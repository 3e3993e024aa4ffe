import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/index.ts';
import { headerOf, parseEndpoint, parseTlvs } from '../../../src/core/proxy/index.ts';

const end = (text: string): unknown => {
  const read = parseEndpoint(text);
  return read.ok ? read.value : read.error.code;
};
const tlvs = (...words: readonly string[]): unknown => {
  const read = parseTlvs(words);
  return read.ok ? read.value.map(({ type, value }) => `${type.toString(16)}:${toHex(value)}`) : read.error.code;
};

describe('a header from words', () => {
  it('reads ends', () => {
    expect(end('192.0.2.1:25')).toEqual({ address: '192.0.2.1', port: 25 });
    expect(end('[2001:DB8::1]:0')).toEqual({ address: '2001:db8::1', port: 0 });
    expect(end('unix:/run/a.sock')).toEqual({ address: '/run/a.sock' });
    for (const wrong of [
      '',
      '192.0.2.1',
      '192.0.2.1:65536',
      '192.0.2.01:1',
      '2001:db8::1:25',
      '[192.0.2.1]:25',
      'mx.example.org:25',
      '192.0.2.1:-1',
    ])
      expect([wrong, end(wrong)]).toEqual([wrong, 'proxy/endpoint']);
  });
  it('reads TLVs by name and number, values as text, hex and base64', () => {
    expect(tlvs('ALPN=smtp', 'authority=mx', 'CRC32C', '0xEA=hex:01', '224=base64:AQI=', 'NOOP=\\x00a')).toEqual([
      ...['1:736d7470', '2:6d78', '3:00000000', 'ea:01', 'e0:0102', '4:0061'],
    ]);
    for (const wrong of [
      '',
      '=x',
      'NONE=x',
      '256=x',
      '0x100=x',
      'ALPN=hex:0',
      'ALPN=\\q',
      'ssl.none=1',
      'ssl.client=256',
      'ssl.verify=x',
    ])
      expect([wrong, tlvs(wrong)]).toEqual([wrong, 'proxy/tlv-word']);
  });
  it('puts all of SSL into one TLV, in the place of its first word', () => {
    expect(tlvs('ssl.version=T', 'ALPN=a', 'ssl.cn=b')).toEqual(['20:0700000000' + '21000154' + '22000162', '1:61']);
    expect(tlvs('ssl.client=1', 'ssl.verify=18', 'ssl.cipher=C')).toEqual(['20:0100000012' + '23000143']);
  });
  it('wants both ends of one family, and none for LOCAL', () => {
    const base = { version: 2, kind: 'addresses', transport: 'STREAM', tlvs: [] } as const;
    const inet = { address: '192.0.2.1', port: 1 };
    const code = (value: ReturnType<typeof headerOf>): unknown => (value.ok ? value.value.family : value.error.code);
    expect(code(headerOf({ ...base, source: inet, destination: inet }))).toBe('INET');
    expect(code(headerOf({ ...base, source: inet }))).toBe('proxy/families');
    expect(code(headerOf({ ...base, source: inet, destination: { address: '::1', port: 1 } }))).toBe('proxy/families');
    expect(code(headerOf({ ...base, source: { address: '/a' }, destination: { address: '/b' } }))).toBe('UNIX');
    expect(code(headerOf({ ...base, kind: 'local' }))).toBe('UNSPEC');
  });
});
