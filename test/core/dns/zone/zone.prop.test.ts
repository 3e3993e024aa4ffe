import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatZoneText, parseZoneText } from '../../../../src/core/dns/index.ts';
import { anyRecord } from '../arbitrary.ts';

describe('zone text', () => {
  it('comes back as the records it was written from', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 6 }), (records) => {
        expect(parseZoneText(formatZoneText(records))).toEqual({ ok: true, value: records });
      }),
      { numRuns: 500 },
    );
  });

  it('never makes the parser throw, and every fault has a line of the text', () => {
    const piece = fc.constantFrom(
      'a',
      '@',
      ' ',
      '\n',
      '(',
      ')',
      '"',
      '\\',
      ';',
      '$TTL',
      '$ORIGIN',
      ' A ',
      ' TXT ',
      '192.0.2.1',
      '60',
      'IN ',
      '\\#',
      '\t',
      '.',
      '\\300',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (zone) => {
        const read = parseZoneText(zone);
        if (read.ok) return;
        expect(read.error.code).toBe('dns/zone');
        expect(read.error.line).toBeGreaterThanOrEqual(1);
        expect(read.error.line).toBeLessThanOrEqual(zone.split('\n').length);
      }),
      { numRuns: 3_000 },
    );
  });
});
