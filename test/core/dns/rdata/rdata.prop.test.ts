import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../src/base/index.ts';
import {
  canonicalRdata,
  FieldReader,
  formatRdata,
  parseRdata,
  parseType,
  rdataDefs,
  sortRdatas,
  tokenize,
} from '../../../../src/core/dns/index.ts';
import { vectors } from './vectors.ts';

const types = rdataDefs().map((row) => row.type);
const octets = fc.uint8Array({ maxLength: 120 });
/** Vectors with a few octets changed reach deeper than noise does. */
const bent = fc
  .tuple(fc.constantFrom(...vectors), fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }))
  .map(([{ type, hex }, changes]) => {
    const rdata = fromHex(hex)!;
    for (const [at, octet] of changes) if (at < rdata.length) rdata[at] = octet;
    return { type: parseType(type)!, rdata };
  });
const anyRdata = fc.oneof(fc.record({ type: fc.constantFrom(...types), rdata: octets }), bent);

describe('RDATA of strangers', () => {
  it('is shown as text that reads back to the same octets, names folded (RFC 1035 §5, RFC 3597 §5)', () => {
    fc.assert(
      fc.property(anyRdata, ({ type, rdata }) => {
        const text = formatRdata(type, rdata);
        const tokens = tokenize(text);
        expect(tokens.ok).toBe(true);
        const read = parseRdata(type, new FieldReader(tokens.ok ? tokens.value : []));
        // A malformed one is shown in the generic form, which is refused for a type we know.
        if (text.startsWith('\\#') && !read.ok) return;
        expect(read.ok && formatRdata(type, read.value)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('decodes or fails, and what decodes encodes to octets that decode alike', () => {
    fc.assert(
      fc.property(anyRdata, ({ type, rdata }) => {
        const row = rdataDefs().find((def) => def.type === type)!;
        const value = row.decode(rdata);
        if (!value.ok) {
          expect(value.error.code).toBe('dns/rdata');
          return;
        }
        expect(row.decode(row.encode(value.value))).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a canonical form that is its own canonical form (RFC 4034 §6.2)', () => {
    fc.assert(
      fc.property(anyRdata, ({ type, rdata }) => {
        const before = toHex(rdata);
        const canonical = canonicalRdata(type, rdata);
        expect(canonical.length).toBe(rdata.length);
        expect(canonicalRdata(type, canonical)).toEqual(canonical);
        expect(toHex(rdata)).toBe(before);
      }),
    );
  });

  it('sorts as left-justified octets without duplicates (RFC 4034 §6.3)', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3 })), (rdatas) => {
        const expected = [...new Set(rdatas.map(toHex))].sort();
        expect(sortRdatas(rdatas).map(toHex)).toEqual(rdatas.length < 2 ? rdatas.map(toHex) : expected);
      }),
    );
  });

  it('never makes the text parser throw', () => {
    const words = fc.constantFrom(
      'A',
      '1',
      '"',
      '\\',
      '\\#',
      '3',
      'ab',
      '(',
      ')',
      ' ',
      'x.',
      '-',
      'alpn=',
      'h2,',
      '65536',
      '20260101000000',
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.array(words, { maxLength: 14 }), (type, parts) => {
        const tokens = tokenize(parts.join(' '));
        if (!tokens.ok) return;
        const read = parseRdata(type, new FieldReader(tokens.value, 'example'));
        if (!read.ok) expect(read.error.code).toBe('dns/rdata');
      }),
      { numRuns: 2_000 },
    );
  });
});
