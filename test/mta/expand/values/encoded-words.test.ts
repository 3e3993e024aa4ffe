/** Headers as `$message_headers` has them: what they may cost. */
import { describe, expect, it } from 'vitest';
import { decodeEncodedWords, readableHeader } from '../../../../src/mta/expand/values/encoded-words.ts';

const MANY = 1_000_000;

describe('a header as it is read', () => {
  it('has no blanks behind its fields, and keeps those before a fold', () => {
    expect(readableHeader('Subject: =?utf-8?q?a_b?= \t\nTo: ann \n bob \n')).toBe('Subject: a b\nTo: ann \n bob');
  });

  it('takes no longer for a million blanks within a field', () => {
    const header = `Subject: a${' '.repeat(MANY)}b\n`;
    expect(readableHeader(header)).toBe(header.slice(0, -1));
  });

  it('takes no longer for a hundred thousand words that only begin', () => {
    const text = `${'=?a?q?c '.repeat(MANY / 8)}?=`;
    expect(decodeEncodedWords(text, undefined)).toBe(text);
  });
});
