import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePunycode, encodePunycode } from '../../../../src/mta/expand/values/punycode.ts';

/** Words, and what RFC 3492 §6 makes of them. */
const WORDS: readonly (readonly [string, string])[] = [
  ['bücher', 'bcher-kva'],
  ['ü', 'tda'],
  ['Müller-Lüdenscheidt', 'Mller-Ldenscheidt-22bg'],
  ['例え', 'r8jz45g'],
  ['παράδειγμα', 'hxajbheg2az3al'],
  ['😀x', 'x-iv3s'],
];

describe('punycode (RFC 3492)', () => {
  it.each(WORDS)('writes %s, and reads it', (word, code) => {
    expect(encodePunycode(word)).toBe(code);
    expect(decodePunycode(code)).toEqual({ text: word });
  });

  it('says what is none', () => {
    expect(decodePunycode('-')).toBe('not-punycode');
    expect(decodePunycode('a-ü')).toBe('not-punycode');
    expect(decodePunycode('9999999999')).toBe('too-big');
    expect(decodePunycode('a'.repeat(5000))).toBe('too-big');
  });

  it('comes back to every word it was made from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (word) => {
        const beyond = `${word}ü`;
        expect(decodePunycode(encodePunycode(beyond))).toEqual({ text: beyond });
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
