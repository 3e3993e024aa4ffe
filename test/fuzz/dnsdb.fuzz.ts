/** Queries of dnsdb: reading never throws, and what is read has a type, names and bounds. */
import { DNSDB_TYPES, parseDnsdbQuery } from '../../src/mta/lookup/dnsdb/query.ts';

const QUERIES = [
  '>:,; defer_strict, dnssec_lax, retrans_5s, retry_2, soa=example.org',
  'a+=<;a.example;b.example',
  'ptr=2001:db8::1',
  '>; txt=a::b',
];

export const target = {
  name: 'dnsdb',
  seeds: QUERIES.map((text) => Uint8Array.from(Buffer.from(text))),
  run(bytes: Uint8Array): void {
    const query = parseDnsdbQuery(Buffer.from(bytes).toString('latin1'));
    if (!query.ok) {
      if (query.error === '') throw new Error('a fault without words');
      return;
    }
    const { type, separator, timeoutMs = 1 } = query.value;
    if (!DNSDB_TYPES.includes(type) || separator.length > 1) throw new Error('no such type or separator');
    if (!(timeoutMs > 0 && timeoutMs <= 600_000)) throw new Error('no bound');
  },
};
