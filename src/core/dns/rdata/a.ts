/** A: one IPv4 address (RFC 1035 §3.4.1). */
import { formatIpv4, parseIpv4 } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';

const NOWHERE = '0.0.0.0';

/** The address as text, `192.0.2.1`. */
export const aRdata = defineRdata<string>(
  { type: RR.A, mnemonic: 'A', refs: ['RFC 1035 §3.4.1'] },
  {
    read: (reader) => {
      const octets = reader.bytes(4, 'address');
      return octets.length === 4 ? formatIpv4(octets) : NOWHERE;
    },
    write: (address, writer) => writer.bytes(parseIpv4(address) ?? badAddress(address)),
    format: (address) => address,
    parse: (fields) => {
      const octets = parseIpv4(fields.word('address'));
      if (octets === undefined) fields.fail('its address is not IPv4, such as 192.0.2.1');
      return octets === undefined ? NOWHERE : formatIpv4(octets);
    },
  },
);

function badAddress(address: string): never {
  throw new TypeError(`not an IPv4 address: ${address}`);
}
