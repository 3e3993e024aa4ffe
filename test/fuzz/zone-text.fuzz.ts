/** The master-file reader: any text gives records or an error with a line, and records written out read back. */
import { deepStrictEqual, ok } from 'node:assert';
import { formatZoneText, parseName, parseZoneText } from '../../src/core/dns/index.ts';

const text = (zone: string): Uint8Array => new TextEncoder().encode(zone);

export const target = {
  name: 'zone-text',
  run(bytes: Uint8Array): void {
    const zone = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    parseName(zone);
    const read = parseZoneText(zone);
    if (!read.ok) {
      ok(read.error.line >= 1, 'a fault without a line');
      return;
    }
    const again = parseZoneText(formatZoneText(read.value));
    deepStrictEqual(again.ok ? again.value : again.error, read.value);
  },
  seeds: [
    text(
      '$TTL 1h\n$ORIGIN example.\n@ IN SOA ns hm ( 1 2 3\n 4 5 ) ; five\n  NS ns\nns 60 A 192.0.2.1\n  AAAA 2001:db8::1\n',
    ),
    text('_25._tcp.mx TLSA 3 1 1 (\n ab cd )\n* TXT "a;b" c\\;d "\\000\\"" \na\\.b CNAME .\n'),
    text('. DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n'),
    text('x TYPE65280 \\# 3 ( ab\n cdef )\ny SVCB 1 . alpn="h2,h3" port=53 key9="\\001"\nz NSEC a. A TYPE1234\n'),
    text(
      'h NSEC3 1 1 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS DS RRSIG\ns RRSIG A 8 2 60 20261124000000 20261101000000 1 . AA==\n',
    ),
  ],
};
