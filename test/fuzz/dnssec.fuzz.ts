/** The validator's readers of RDATA: whatever the octets, they answer a value or nothing, and never throw. */
import { importKey } from '../../src/core/dns/dnssec/algorithms.ts';
import { canonicalRrset, signedData } from '../../src/core/dns/dnssec/canonical.ts';
import { decodeDnskey } from '../../src/core/dns/dnssec/dnskey.ts';
import { decodeDs, dsMatchesKey } from '../../src/core/dns/dnssec/ds.ts';
import { decodeNsec, nsecCovers } from '../../src/core/dns/dnssec/nsec.ts';
import { decodeNsec3 } from '../../src/core/dns/dnssec/nsec3.ts';
import { decodeRrsig } from '../../src/core/dns/dnssec/rrsig.ts';
import { bitmapHas, isTypeBitmap } from '../../src/core/dns/dnssec/type-bitmap.ts';

const hashed = '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example';

export const target = {
  name: 'dnssec',
  run(bytes: Uint8Array): void {
    const type = bytes[0] ?? 0;
    const rdata = bytes.subarray(1);
    const rrsig = decodeRrsig(rdata);
    const rrset = canonicalRrset({ type, class: 1, rdatas: [rdata, rdata.subarray(1)] });
    if (rrsig !== undefined) signedData(rrset, Uint8Array.of(0), rrsig);
    const key = decodeDnskey(rdata);
    const ds = decodeDs(rdata);
    if (key !== undefined && ds !== undefined) dsMatchesKey(ds, 'example', key);
    importKey(type & 15, rdata);
    const nsec = decodeNsec('example', rdata);
    if (nsec !== undefined) nsecCovers(nsec, 'a.example', 'example');
    decodeNsec3(hashed, rdata, 'example');
    if (isTypeBitmap(rdata)) bitmapHas(rdata, (type << 8) | type);
  },
  seeds: [
    // RRSIG over MX of example.com (RFC 8080 §6.1), its head; NSEC3 and NSEC as short as they get; a DNSKEY
    Uint8Array.from(Buffer.from('2e000f0f0200000e1055d4fc6055b94ce00e1d076578616d706c6503636f6d00aabb', 'hex')),
    Uint8Array.from(Buffer.from(`32010000000014${'00'.repeat(20)}000140`, 'hex')),
    Uint8Array.from(Buffer.from('2f0161076578616d706c6500000140', 'hex')),
    Uint8Array.from(Buffer.from(`3001010315${'11'.repeat(32)}`, 'hex')),
  ],
};
