/** The message reader: any octets give a message or an error, and a message it gave survives being written and read. */
import { deepStrictEqual } from 'node:assert';
import { decodeMessage, encodeMessage, encodeQuery, extendedErrors } from '../../src/core/dns/index.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

export const target = {
  name: 'dns-message',
  run(bytes: Uint8Array): void {
    const read = decodeMessage(bytes);
    if (!read.ok) return;
    extendedErrors(read.value);
    // What the upper RCODE bits travelled in is gone when there was no OPT; then they were zero.
    const again = decodeMessage(encodeMessage(read.value));
    deepStrictEqual(again.ok ? again.value : again.error, read.value);
  },
  seeds: [
    encodeQuery(
      { name: '_25._tcp.mx.example', type: 52 },
      { id: 1, recursionDesired: true, dnssecOk: true, checkingDisabled: true, edns: true },
    ),
    // MX with its name compressed against the question
    hex('123481800001000100000000076578616d706c65036f726700000f0001c00c000f00010000003c0007000a026d78c00c'),
    // SOA with two compressed names, EDE in OPT
    hex(
      '123481830001000000010001076578616d706c65036f72670000010001c00c000600010000003c001d026e73c00c0161c00c000000010000000100000001000000010000000100002904d0010080000006000f00020006',
    ),
    hex('12348180000000000000000100002904d0010080000006000f00020006'),
  ],
};
