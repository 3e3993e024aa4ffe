/** Headers made by chance, every one of which a sender may send. */
import fc from 'fast-check';
import { formatIpv4, formatIpv6 } from '../../../src/base/index.ts';
import type { Endpoint, ProxyHeader, Tlv } from '../../../src/core/proxy/index.ts';

const port = fc.integer({ min: 0, max: 65_535 });
const octets = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const inet = fc.record({ address: octets(4).map(formatIpv4), port });
const inet6 = fc.record({ address: fc.oneof(octets(16), octets(16).map(sparse)).map(formatIpv6), port });
const unix: fc.Arbitrary<Endpoint> = fc.stringMatching(/^[a-z/.@-]{0,108}$/).map((address) => ({ address }));
const abstract: fc.Arbitrary<Endpoint> = fc
  .stringMatching(/^[a-z]{1,107}$/)
  .map((name) => ({ address: `\\x00${name}` }));

/** With runs of zeros, which is where the spelling of IPv6 is of interest. */
function sparse(all: Uint8Array): Uint8Array {
  return all.map((octet, i) => (all[i >> 2]! & 1 ? 0 : octet));
}

const value = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength });
const plain: fc.Arbitrary<Tlv> = fc
  .record({ type: fc.integer({ min: 1, max: 255 }), value: value(300) })
  .filter(({ type }) => ![0x03, 0x05, 0x20].includes(type));
const uniqueId: fc.Arbitrary<Tlv> = value(128).map((id) => ({ type: 5, value: id }));
const ssl: fc.Arbitrary<Tlv> = fc
  .tuple(octets(5), fc.array(fc.record({ type: fc.integer({ min: 0, max: 255 }), value: value(40) }), { maxLength: 4 }))
  .map(([head, subs]) => ({
    type: 0x20,
    value: Uint8Array.from([...head, ...subs.flatMap((sub) => [sub.type, 0, sub.value.length, ...sub.value])]),
  }));
const tlvs = fc
  .tuple(fc.array(fc.oneof(plain, uniqueId, ssl), { maxLength: 6 }), fc.boolean())
  .map(([list, summed]) => (summed ? [...list, { type: 3, value: new Uint8Array(4) }] : list));

const ends = (one: fc.Arbitrary<Endpoint>) => fc.record({ source: one, destination: one });
const transport = fc.constantFrom('STREAM' as const, 'DGRAM' as const);

const v1: fc.Arbitrary<ProxyHeader> = fc.oneof(
  fc.constant({ version: 1, command: 'PROXY', family: 'UNSPEC', transport: 'UNSPEC', tlvs: [] } as const),
  ends(inet).map(
    (both): ProxyHeader => ({ version: 1, command: 'PROXY', family: 'INET', transport: 'STREAM', ...both, tlvs: [] }),
  ),
  ends(inet6).map(
    (both): ProxyHeader => ({ version: 1, command: 'PROXY', family: 'INET6', transport: 'STREAM', ...both, tlvs: [] }),
  ),
);

const v2 = (family: 'INET' | 'INET6' | 'UNIX', one: fc.Arbitrary<Endpoint>): fc.Arbitrary<ProxyHeader> =>
  fc.tuple(ends(one), transport, tlvs).map(([both, kind, list]) => ({
    version: 2,
    command: 'PROXY',
    family,
    transport: kind,
    ...both,
    tlvs: list,
  }));

const without: fc.Arbitrary<ProxyHeader> = fc
  .tuple(fc.constantFrom('PROXY' as const, 'LOCAL' as const), tlvs)
  .map(([command, list]) => ({ version: 2, command, family: 'UNSPEC', transport: 'UNSPEC', tlvs: list }));

export const headers: fc.Arbitrary<ProxyHeader> = fc.oneof(
  v1,
  v2('INET', inet),
  v2('INET6', inet6),
  v2('UNIX', fc.oneof(unix, abstract)),
  without,
);
