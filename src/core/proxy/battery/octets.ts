/** What the cases are made of: headers right and wrong, with addresses of their own so that a server's belief shows. */
import { concatBytes, parseIpv4, parseIpv6 } from '../../../base/index.ts';
import { encodeProxy } from '../encode.ts';
import { encodeTlv } from '../encode-tlv.ts';
import type { Tlv } from '../types.ts';
import { V2_SIGNATURE } from '../v2.ts';

/** The client a right header names, RFC 5737 and RFC 3849; the server is SERVER4 or SERVER6. */
export const CLIENT4 = '192.0.2.77';
export const CLIENT6 = '2001:db8::77';
/** A client that must not be believed. */
export const DECOY4 = '192.0.2.66';
export const SERVER4 = '198.51.100.25';
export const SERVER6 = '2001:db8::25';
const PORTS = [56_324, 25] as const;

export const octetsOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** A line of version 1; anything may be put in the place of its parts. */
export function line({
  start = 'PROXY',
  protocol = 'TCP4',
  client = CLIENT4,
  server = SERVER4,
  ports = PORTS.join(' '),
  end = '\r\n',
}: Readonly<Partial<Record<'start' | 'protocol' | 'client' | 'server' | 'ports' | 'end', string>>> = {}): Uint8Array {
  return octetsOf(`${start} ${protocol} ${client} ${server} ${ports}${end}`);
}

/** Of version 2, as raw as is wanted. @param length  instead of the true one */
export function block({
  signature = V2_SIGNATURE,
  command = 0x21,
  family = 0x11,
  body = addresses4(),
  length = body.length,
}: Readonly<{
  signature?: Uint8Array;
  command?: number;
  family?: number;
  body?: Uint8Array;
  length?: number;
}> = {}): Uint8Array {
  return concatBytes([signature, Uint8Array.of(command, family, length >> 8, length & 0xff), body]);
}

const portOctets = Uint8Array.from(PORTS.flatMap((port) => [port >> 8, port & 0xff]));

export const addresses4 = (client = CLIENT4): Uint8Array =>
  concatBytes([parseIpv4(client)!, parseIpv4(SERVER4)!, portOctets]);

export const addresses6 = (): Uint8Array => concatBytes([parseIpv6(CLIENT6)!, parseIpv6(SERVER6)!, portOctets]);

/** A right header of version 2 over IPv4 with these TLVs, encoded as any other. */
export function withTlvs(...tlvs: readonly Tlv[]): Uint8Array {
  const source = { address: CLIENT4, port: PORTS[0] };
  const destination = { address: SERVER4, port: PORTS[1] };
  const octets = encodeProxy({
    version: 2,
    command: 'PROXY',
    family: 'INET',
    transport: 'STREAM',
    source,
    destination,
    tlvs,
  });
  if (!octets.ok) throw new Error(octets.error.message);
  return octets.value;
}

/** TLVs that no encoder of ours would put into a header. */
export const rawTlv = (type: number, value: Uint8Array, length = value.length): Uint8Array => {
  const octets = encodeTlv({ type, value });
  octets[1] = length >> 8;
  octets[2] = length & 0xff;
  return octets;
};

export const tlv = (type: number, value: string): Tlv => ({ type, value: octetsOf(value) });
