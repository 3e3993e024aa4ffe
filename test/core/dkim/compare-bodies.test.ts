/** Where two bodies part. */
import { describe, expect, it } from 'vitest';
import { compareBodies } from '../../../src/core/dkim/index.ts';

const mail = (body: string): string => `From: a@example.org\r\n\r\n${body}`;

/** In parts of some octets, as a file comes. */
function* partsOf(text: string, size: number): Generator<Uint8Array> {
  const octets = Buffer.from(text, 'latin1');
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

async function compared(original: string, message: string, size = 7): Promise<readonly object[]> {
  const [before, after] = [partsOf(mail(original), size), partsOf(mail(message), size)];
  const differences = await compareBodies(before, after, 'relaxed', 'lenient');
  return differences.ok ? differences.value : [differences.error];
}

describe('bodies side by side', () => {
  it.each([
    ['a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n', [{ line: 2, original: 'b', message: 'B' }]],
    ['a\r\nb\r\n', 'a\r\nb\r\nfooter\r\n', [{ line: 3, message: 'footer' }]],
    ['a\r\nb\r\n', 'b\r\n', [{ line: 1, original: 'a' }]],
    ['', 'a\r\n', [{ line: 1, message: 'a' }]],
    ['a\r\n', 'a', []],
    ['a  b \r\n\r\n', 'a b\r\n', []],
    [
      'aaaaaaaaaaaaaaaaaaaaa\r\n',
      'aaaaaaaaaaaaaaaaaaaab\r\n',
      [{ line: 1, original: 'aaaaaaaaaaaaaaaaaaaaa', message: 'aaaaaaaaaaaaaaaaaaaab' }],
    ],
  ])('%j and %j', async (original, message, expected) => {
    for (const size of [1, 3, 7, 1000]) expect(await compared(original, message, size)).toEqual(expected);
  });

  it('what parts behind many MiB is found, by its line', async () => {
    const common = 'the quick brown fox jumps over the lazy dog\r\n'.repeat(300_000);
    expect(await compared(common, `${common}-- \r\nlist\r\n`, 65_536)).toEqual([
      { line: 300_001, message: '--' },
      { line: 300_002, message: 'list' },
    ]);
  });

  it('a line without an end is not held for ever', async () => {
    const line = 'x'.repeat(10 * 1024 * 1024);
    const [first] = await compared(`${line}a`, `${line}b`, 65_536);
    expect(first).toBeUndefined();
  });
});
