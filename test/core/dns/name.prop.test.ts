import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareNames,
  decodeName,
  encodeName,
  formatName,
  isSubdomain,
  labelCount,
  nameOctets,
  parentOf,
  parseName,
} from '../../../src/core/dns/index.ts';
import { anyName } from './arbitrary.ts';

describe('names', () => {
  it('survive the wire and the page (RFC 1035 §3.1, §5.1)', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const wire = encodeName(name);
        expect(wire.length).toBe(nameOctets(name));
        expect(decodeName(wire)).toEqual({ name, next: wire.length });
        expect(parseName(formatName(name))).toEqual({ ok: true, value: name });
      }),
    );
  });

  it('are broken at every proper prefix of their octets', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const wire = encodeName(name);
        for (let end = 0; end < wire.length; end += 1) expect(decodeName(wire.subarray(0, end))).toBeUndefined();
      }),
    );
  });

  it('never throw while being read from text', () => {
    const alphabet = fc.string({
      unit: fc.constantFrom('a', 'Z', '.', '\\', '0', '2', '5', '9', 'ü', '。', ' ', '-', '*', '\u200d'),
    });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), alphabet), (text) => {
        const name = parseName(text);
        if (name.ok) expect(parseName(formatName(name.value))).toEqual(name);
        else expect(name.error.code).toBe('dns/name');
      }),
    );
  });

  it('are ordered as their labels are, octet by octet from the right (RFC 4034 §6.1)', () => {
    const keyOf = (name: string): string =>
      rawOf(name)
        .toReversed()
        .map((label) => `${Buffer.from(label, 'latin1').toString('hex')} `)
        .join('!');
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        const expected = keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;
        expect(Math.sign(compareNames(a, b))).toBe(expected);
      }),
    );
  });

  it('lie below their parents', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const parent = parentOf(name);
        if (parent === undefined) {
          expect(name).toBe('');
          return;
        }
        expect(isSubdomain(name, parent)).toBe(true);
        expect(labelCount(name)).toBe(labelCount(parent) + 1);
      }),
    );
  });
});

/** Labels by way of the wire, so that the order is checked against other code than its own. */
function rawOf(name: string): string[] {
  const wire = Buffer.from(encodeName(name));
  const labels: string[] = [];
  for (let at = 0; wire[at] !== 0; at += 1 + wire[at]!)
    labels.push(wire.toString('latin1', at + 1, at + 1 + wire[at]!));
  return labels;
}
