/** AAAA: one IPv6 address (RFC 3596 §2.2). */
import { formatIpv6, parseIpv6 } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';

const NOWHERE = '::';

/** The address as text in the spelling of RFC 5952. */
export const aaaaRdata = defineRdata<string>(
  { type: RR.AAAA, mnemonic: 'AAAA', refs: ['RFC 3596 §2.2'] },
  {
    read: (reader) => {
      const octets = reader.bytes(16, 'address');
      return octets.length === 16 ? formatIpv6(octets) : NOWHERE;
    },
    write: (address, writer) => writer.bytes(parseIpv6(address) ?? badAddress(address)),
    format: (address) => address,
    parse: (fields) => {
      const octets = parseIpv6(fields.word('address'));
      if (octets === undefined) fields.fail('its address is not IPv6, such as 2001:db8::1');
      return octets === undefined ? NOWHERE : formatIpv6(octets);
    },
  },
);

function badAddress(address: string): never {
  throw new TypeError(`not an IPv6 address: ${address}`);
}
