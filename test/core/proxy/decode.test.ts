import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/base/index.ts';
import { decodeProxy, encodeProxy, startProxy } from '../../../src/core/proxy/index.ts';

const SIGNATURE = '0d0a0d0a000d0a515549540a';
const TCP4 = 'c0000201c6336401dc040019';
const hex = (text: string): Uint8Array => fromHex(text)!;
const line = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Whole and octet by octet, which must agree: `code@offset`, `more`, or the header in short. */
function verdict(octets: Uint8Array): string {
  const whole = show(decodeProxy(startProxy, octets));
  let state = startProxy;
  for (const [i, octet] of octets.entries()) {
    const next = decodeProxy(state, Uint8Array.of(octet));
    if (next.kind === 'more') state = next.state;
    else {
      expect(show(next).replace(/ \+0$/, ` +${octets.length - i - 1}`)).toBe(whole);
      return whole;
    }
  }
  expect(whole).toBe('more');
  return whole;
}

function show(decoding: ReturnType<typeof decodeProxy>): string {
  if (decoding.kind === 'more') return 'more';
  if (decoding.kind === 'invalid') return `${decoding.fault.code}@${decoding.fault.at}`;
  const { version, command, family, transport, source, destination, tlvs } = decoding.header;
  const ends =
    source === undefined ? '' : ` ${source.address}/${source.port}>${destination!.address}/${destination!.port}`;
  const types = tlvs.map(({ type, value }) => ` ${type.toString(16)}:${value.length}`).join('');
  return `v${version} ${command} ${family} ${transport}${ends}${types} +${decoding.rest.length}`;
}

const check = (octets: Uint8Array, expected: string): void => expect(verdict(octets)).toBe(expected);
const lines = (rows: readonly (readonly [text: string, expected: string])[]): void => {
  for (const [text, expected] of rows) expect([text, verdict(line(text))]).toEqual([text, expected]);
};

describe('version 1 (PROXY protocol §2.1)', () => {
  it('reads lines that are right, and takes nothing behind the CRLF', () => {
    lines([
      ['PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\nEHLO', 'v1 PROXY INET STREAM 192.0.2.1/56324>198.51.100.1/25 +4'],
      ['PROXY TCP4 0.0.0.0 255.255.255.255 0 65535\r\n', 'v1 PROXY INET STREAM 0.0.0.0/0>255.255.255.255/65535 +0'],
      ['PROXY TCP6 2001:DB8::1 ::1 1 2\r\n', 'v1 PROXY INET6 STREAM 2001:db8::1/1>::1/2 +0'],
      ['PROXY TCP6 :: 2001:0db8:0000:0000:0000:0000:0000:0001 1 2\r\n', 'v1 PROXY INET6 STREAM ::/1>2001:db8::1/2 +0'],
      ['PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2\r\n', 'v1 PROXY INET6 STREAM ::ffff:c000:201/1>::1/2 +0'],
      ['PROXY UNKNOWN\r\n', 'v1 PROXY UNSPEC UNSPEC +0'],
      ['PROXY UNKNOWN whatever\tis \x00 here\r\nX', 'v1 PROXY UNSPEC UNSPEC +1'],
      ['PROXY UNKNOWN a\rb\nc\r\n', 'v1 PROXY UNSPEC UNSPEC +0'],
      ['PROXY UNKNOWN \r\n', 'v1 PROXY UNSPEC UNSPEC +0'],
    ]);
  });
  it('takes 107 octets with the CRLF and not one more', () => {
    const longest = 'f'.repeat(4).concat(':ffff'.repeat(7));
    check(line(`PROXY UNKNOWN ${longest} ${longest} 65535 65535\r\n`), 'v1 PROXY UNSPEC UNSPEC +0');
    check(line(`PROXY UNKNOWN ${'x'.repeat(107 - 16)}\r\n`), 'v1 PROXY UNSPEC UNSPEC +0');
    check(line(`PROXY UNKNOWN ${'x'.repeat(108 - 16)}\r\n`), 'v1-too-long@107');
    check(line(`PROXY TCP4 ${'1'.repeat(200)}`), 'v1-too-long@107');
  });
  it('waits for the CRLF before it looks at an address', () => {
    lines([
      ['', 'more'],
      ['PROXY', 'more'],
      ['PROXY TCP4 999.0.2.1 x', 'more'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r', 'more'],
    ]);
  });
  it('refuses everything else, with the place', () => {
    lines([
      ['EHLO mx.example.org\r\n', 'no-header@0'],
      ['PROX', 'more'],
      ['PROXX TCP4', 'no-header@4'],
      ['POST / HTTP/1.1\r\n', 'no-header@1'],
      ['proxy TCP4 192.0.2.1 198.51.100.1 1 2\r\n', 'v1-case@0'],
      ['PROXY\r\n', 'v1-separator@5'],
      ['PROXY\tTCP4 192.0.2.1 198.51.100.1 1 2\r\n', 'v1-separator@5'],
      ['PROXY  TCP4 192.0.2.1 198.51.100.1 1 2\r\n', 'v1-separator@6'],
      ['PROXY TCP4\t192.0.2.1 198.51.100.1 1 2\r\n', 'v1-separator@10'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 1 2 \r\n', 'v1-separator@38'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 1 2\n', 'v1-bare-lf@37'],
      ['PROXY UNKNOWN\nEHLO\r\n', 'v1-bare-lf@13'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 1 2\rEHLO', 'v1-bare-cr@37'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 1 2\r\r\n', 'v1-bare-cr@37'],
      ['PROXY TCP4 192.0.2.1\x00 198.51.100.1 1 2\r\n', 'v1-octet@20'],
      ['PROXY TCP4 192.0.2.1\xa0198.51.100.1 1 2\r\n', 'v1-octet@20'],
      ['PROXY TCP5 192.0.2.1 198.51.100.1 1 2\r\n', 'v1-protocol@6'],
      ['PROXY UDP4 192.0.2.1 198.51.100.1 1 2\r\n', 'v1-protocol@6'],
      ['PROXY UNKNOWNX\r\n', 'v1-protocol@6'],
      ['PROXY tcp4 192.0.2.1 198.51.100.1 1 2\r\n', 'v1-case@6'],
      ['PROXY unknown\r\n', 'v1-case@6'],
      ['PROXY TCP4\r\n', 'v1-fields@10'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 1\r\n', 'v1-fields@35'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 1 2 3\r\n', 'v1-fields@38'],
      ['PROXY TCP4 192.0.2 198.51.100.1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP4 192.0.2.01 198.51.100.1 1 2\r\n', 'v1-address-leading-zero@11'],
      ['PROXY TCP4 192.0.2.1 198.51.100.001 1 2\r\n', 'v1-address-leading-zero@21'],
      ['PROXY TCP4 0x7f.0.0.1 198.51.100.1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP4 2001:db8::1 198.51.100.1 1 2\r\n', 'v1-address-family@11'],
      ['PROXY TCP6 192.0.2.1 2001:db8::1 1 2\r\n', 'v1-address-family@11'],
      ['PROXY TCP6 2001:db8::1 192.0.2.1 1 2\r\n', 'v1-address-family@23'],
      ['PROXY TCP6 2001:db8::1::2 ::1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP6 1:2:3:4:5:6:7:8:9 ::1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP6 1:2:3:4:5:6:7 ::1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP6 20011:db8::1 ::1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP6 [2001:db8::1] ::1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP6 ::g ::1 1 2\r\n', 'v1-address@11'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 01 2\r\n', 'v1-port-leading-zero@34'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 00 2\r\n', 'v1-port-leading-zero@34'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 1 65536\r\n', 'v1-port-range@36'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 1 99999999999999999999\r\n', 'v1-port-range@36'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 -1 2\r\n', 'v1-port@34'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 +1 2\r\n', 'v1-port@34'],
      ['PROXY TCP4 192.0.2.1 198.51.100.1 smtp 25\r\n', 'v1-port@34'],
    ]);
  });
});

describe('version 2 (PROXY protocol §2.2)', () => {
  const rows = (list: readonly (readonly [text: string, expected: string])[]): void => {
    for (const [text, expected] of list) expect([text, verdict(hex(SIGNATURE + text))]).toEqual([text, expected]);
  };
  it('reads every family and transport', () => {
    const tcp6 = `${'20010db8'.padEnd(31, '0')}1${'20010db8'.padEnd(31, '0')}200010002`;
    rows([
      [`2111000c${TCP4}4548`, 'v2 PROXY INET STREAM 192.0.2.1/56324>198.51.100.1/25 +2'],
      [`2112000c${TCP4}`, 'v2 PROXY INET DGRAM 192.0.2.1/56324>198.51.100.1/25 +0'],
      [`21210024${tcp6}`, 'v2 PROXY INET6 STREAM 2001:db8::1/1>2001:db8::2/2 +0'],
      [`21220024${tcp6}`, 'v2 PROXY INET6 DGRAM 2001:db8::1/1>2001:db8::2/2 +0'],
      ['21000000', 'v2 PROXY UNSPEC UNSPEC +0'],
      ['20000000ff', 'v2 LOCAL UNSPEC UNSPEC +1'],
    ]);
  });
  it('shows paths of UNIX sockets up to their NUL, abstract ones from it', () => {
    const path = (text: string): string => Buffer.from(text, 'latin1').toString('hex').padEnd(216, '0');
    const decoding = decodeProxy(startProxy, hex(`${SIGNATURE}213100d8${path('/run/a\0b')}${path('\0abs\0tract')}`));
    expect(decoding.kind === 'header' && [decoding.header.source, decoding.header.destination]).toEqual([
      { address: '/run/a' },
      { address: '\\x00abs\\x00tract' },
    ]);
    const full = decodeProxy(startProxy, hex(`${SIGNATURE}213200d8${'61'.repeat(108)}${'ff'.padEnd(216, '0')}`));
    expect(full.kind === 'header' && [full.header.source, full.header.destination, full.header.transport]).toEqual([
      { address: 'a'.repeat(108) },
      { address: '\\xff' },
      'DGRAM',
    ]);
  });
  it('skips the octets of LOCAL and UNSPEC by their length, whatever they are', () => {
    rows([
      [`2011000c${TCP4}ff`, 'v2 LOCAL INET STREAM +1'],
      ['20550003ffffff', 'v2 LOCAL UNSPEC UNSPEC +0'],
      ['2011000401020304', 'v2 LOCAL INET STREAM +0'],
      ['2000000c000000000000000000000000', 'v2 LOCAL UNSPEC UNSPEC +0'],
      ['2000000704000401020304', 'v2 LOCAL UNSPEC UNSPEC 4:4 +0'],
      ['21000003aabbcc', 'v2 PROXY UNSPEC UNSPEC +0'],
      [`2110000c${TCP4}`, 'v2 PROXY INET UNSPEC +0'],
      [`2101000c${TCP4}`, 'v2 PROXY UNSPEC STREAM +0'],
      ['2000000c00', 'more'],
    ]);
  });
  it('refuses what is forbidden, as soon as it is there', () => {
    check(hex('0d0a0d0a000d0a515549540b'), 'v2-signature@11');
    check(hex('0d0a0d0a000a0d'), 'v2-signature@5');
    check(hex('0d0a0d0b'), 'no-header@3');
    rows([
      ['11', 'v2-version@12'],
      ['31', 'v2-version@12'],
      ['22', 'v2-command@12'],
      ['2f', 'v2-command@12'],
      ['2141', 'v2-family@13'],
      ['21f1', 'v2-family@13'],
      ['2113', 'v2-transport@13'],
      ['2111000b', 'v2-length-short@14'],
      ['21110000', 'v2-length-short@14'],
      ['2121000c', 'v2-length-short@14'],
      ['213100d7', 'v2-length-short@14'],
      ['2111000c', 'more'],
      ['2111ffff', 'more'],
    ]);
  });
  it('reads TLVs, and refuses those that do not fit', () => {
    const tlv = (text: string): string => `2111${(12 + text.length / 2).toString(16).padStart(4, '0')}${TCP4}${text}`;
    const ends = '192.0.2.1/56324>198.51.100.1/25';
    rows([
      [tlv('010004736d7470020000'), `v2 PROXY INET STREAM ${ends} 1:4 2:0 +0`],
      [tlv(`050080${'aa'.repeat(128)}`), `v2 PROXY INET STREAM ${ends} 5:128 +0`],
      [tlv(`050081${'aa'.repeat(129)}`), 'tlv-unique-id-long@29'],
      [tlv('01'), 'tlv-cut@28'],
      [tlv('0400000100'), 'tlv-cut@31'],
      [tlv('010005736d7470'), 'tlv-overrun@29'],
      [tlv('03000300000000'), 'tlv-cut@34'],
      [tlv('030003000000'), 'tlv-crc32c-length@29'],
      [tlv('03000400000000'), 'tlv-crc32c-mismatch@31'],
      [tlv('0300040000000003000400000000'), 'tlv-crc32c-twice@35'],
      [tlv('20000401000000'), 'tlv-ssl-short@31'],
      [tlv('2000050100000000'), `v2 PROXY INET STREAM ${ends} 20:5 +0`],
      [tlv('200008010000000021000a'), 'tlv-ssl-overrun@37'],
      [tlv('2000060100000000ff'), 'tlv-ssl-overrun@36'],
    ]);
  });
  it('holds the checksum against every bit of the header (§2.2.3)', () => {
    const good = encodeProxy({
      version: 2,
      command: 'PROXY',
      family: 'INET',
      transport: 'STREAM',
      source: { address: '192.0.2.1', port: 1 },
      destination: { address: '192.0.2.2', port: 2 },
      tlvs: [
        { type: 2, value: Buffer.from('mx.example.org') },
        { type: 3, value: new Uint8Array(4) },
      ],
    });
    if (!good.ok) throw new Error(good.error.message);
    expect(decodeProxy(startProxy, good.value).kind).toBe('header');
    for (let bit = 16 * 8; bit < good.value.length * 8; bit += 1) {
      const damaged = Uint8Array.from(good.value);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const outcome = decodeProxy(startProxy, damaged);
      // A damaged type or length of a TLV may leave no checksum to check; nothing else may pass.
      if (outcome.kind !== 'invalid') expect([28, 29, 30, 45, 46, 47]).toContain(bit >> 3);
    }
    const local = hex(`${SIGNATURE}2000000703000412345678`);
    check(local, 'tlv-crc32c-mismatch@19');
  });
});

describe('both versions at once', () => {
  it('takes the first and leaves the second to the one who reads on', () => {
    const first = line('PROXY TCP4 192.0.2.1 198.51.100.1 1 2\r\n');
    const second = hex(`${SIGNATURE}2111000c${TCP4}`);
    check(Buffer.concat([first, second]), 'v1 PROXY INET STREAM 192.0.2.1/1>198.51.100.1/2 +28');
    check(Buffer.concat([second, first]), `v2 PROXY INET STREAM 192.0.2.1/56324>198.51.100.1/25 +${first.length}`);
  });
});
