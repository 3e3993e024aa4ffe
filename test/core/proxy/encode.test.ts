import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/index.ts';
import { encodeProxy, type ProxyHeader } from '../../../src/core/proxy/index.ts';

const inet: ProxyHeader = {
  version: 2,
  command: 'PROXY',
  family: 'INET',
  transport: 'STREAM',
  source: { address: '192.0.2.1', port: 56_324 },
  destination: { address: '198.51.100.1', port: 25 },
  tlvs: [],
};
const ends = (source: string, destination: string) => ({
  source: { address: source, port: 1 },
  destination: { address: destination, port: 2 },
});

function check(header: ProxyHeader, expected: string): void {
  const octets = encodeProxy(header);
  const shown = !octets.ok
    ? octets.error.code
    : header.version === 1
      ? Buffer.from(octets.value).toString()
      : toHex(octets.value).replace(/^0d0a0d0a000d0a515549540a/, '');
  expect(shown).toBe(expected);
}

describe('encoding', () => {
  it('writes version 1 in canonical form (PROXY protocol §2.1)', () => {
    check({ ...inet, version: 1 }, 'PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n');
    const inet6 = { ...inet, version: 1, family: 'INET6', ...ends('2001:DB8:0:0::1', '::FFFF:192.0.2.1') } as const;
    check(inet6, 'PROXY TCP6 2001:db8::1 ::ffff:c000:201 1 2\r\n');
    check({ version: 1, command: 'PROXY', family: 'UNSPEC', transport: 'UNSPEC', tlvs: [] }, 'PROXY UNKNOWN\r\n');
  });
  it('writes version 2 (PROXY protocol §2.2)', () => {
    check(inet, '2111000cc0000201c6336401dc040019');
    check({ ...inet, transport: 'DGRAM' }, '2112000cc0000201c6336401dc040019');
    check({ version: 2, command: 'LOCAL', family: 'UNSPEC', transport: 'UNSPEC', tlvs: [] }, '20000000');
    check(
      { ...inet, tlvs: [{ type: 1, value: Buffer.from('smtp') }] },
      '21110013c0000201c6336401dc040019010004736d7470',
    );
    const unix = { ...inet, family: 'UNIX', source: { address: '/a' }, destination: { address: '\\x00b' } } as const;
    check(unix, `213100d8${'2f61'.padEnd(216, '0')}${'0062'.padEnd(216, '0')}`);
  });
  it('refuses what no receiver could take', () => {
    check({ ...inet, version: 1, command: 'LOCAL' }, 'proxy/version-1');
    check({ ...inet, version: 1, transport: 'DGRAM' }, 'proxy/version-1');
    check({ ...inet, version: 1, family: 'UNIX' }, 'proxy/version-1');
    check({ ...inet, version: 1, tlvs: [{ type: 4, value: new Uint8Array() }] }, 'proxy/version-1');
    check({ ...inet, ...ends('192.0.2.1', '2001:db8::1') }, 'proxy/address');
    check({ ...inet, family: 'INET6' }, 'proxy/address');
    check({ ...inet, source: { address: '192.0.2.1', port: 65_536 } }, 'proxy/port');
    check({ ...inet, source: { address: '192.0.2.1' } }, 'proxy/port');
    check({ version: 2, command: 'PROXY', family: 'INET', transport: 'STREAM', tlvs: [] }, 'proxy/endpoints');
    check({ ...inet, command: 'LOCAL' }, 'proxy/endpoints');
    check(
      { ...inet, family: 'UNIX', source: { address: 'a'.repeat(109) }, destination: { address: '' } },
      'proxy/path',
    );
    check({ ...inet, family: 'UNIX', source: { address: '\\q' }, destination: { address: '' } }, 'proxy/path');
    check({ ...inet, tlvs: [{ type: 5, value: new Uint8Array(129) }] }, 'proxy/tlv');
    check({ ...inet, tlvs: [{ type: 3, value: new Uint8Array(3) }] }, 'proxy/tlv');
    check({ ...inet, tlvs: [{ type: 0xe0, value: new Uint8Array(65_536) }] }, 'proxy/too-long');
    check({ ...inet, tlvs: [{ type: 0xe0, value: new Uint8Array(65_521) }] }, 'proxy/too-long');
  });
  it('fills a header to its last octet', () => {
    const octets = encodeProxy({ ...inet, tlvs: [{ type: 0xe0, value: new Uint8Array(65_520) }] });
    expect(octets.ok && octets.value.length).toBe(16 + 65_535);
  });
});
