/** src/standards.ts against what src and test cite. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { standards } from '../../src/standards.ts';

function cited(folder: 'src' | 'test'): ReadonlySet<number> {
  const root = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/standards(\.test)?\.ts$/.test(name),
  );
  const texts = files.map((name) => readFileSync(`${root}${name}`, 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(/\bRFC (\d{3,5})((?:, \d{4})*)\b/g)].flatMap(numbers)));
}

/** `RFC 1035, 2181, 2308` cites three. */
const numbers = ([, first, more]: RegExpMatchArray): number[] =>
  [first!, ...(more ?? '').split(', ').slice(1)].map(Number);

describe('standards', () => {
  const [inSrc, inTest] = [cited('src'), cited('test')];
  const known = new Set(standards.map(({ rfc }) => rfc));

  it('every RFC cited in src or test has a row', () => {
    expect([...new Set([...inSrc, ...inTest])].filter((rfc) => !known.has(rfc)).sort((a, b) => a - b)).toEqual([]);
  });
  it('every row is cited somewhere, and stands once', () => {
    expect(standards.filter(({ rfc }) => !inSrc.has(rfc) && !inTest.has(rfc))).toEqual([]);
    expect(known.size).toBe(standards.length);
  });
  it('what is implemented, wholly or in part, is cited in src and held by a test that cites it', () => {
    const ours = standards.filter(({ status }) => status !== 'used');
    expect(ours.filter(({ rfc }) => !inSrc.has(rfc) || !inTest.has(rfc))).toEqual([]);
  });
});
