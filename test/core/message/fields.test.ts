/** Header fields as received. */
import { describe, expect, it } from 'vitest';
import { parseFields } from '../../../src/core/message/index.ts';

describe('a field', () => {
  it('may have blanks before its colon (RFC 5322 §4.5.8)', () => {
    expect(parseFields('From \t: ann\r\n')).toEqual([{ name: 'from', text: 'From \t: ann', valueAt: 7 }]);
  });

  it('takes no longer for a million of them in what is no name', () => {
    expect(parseFields(`a${' '.repeat(1_000_000)}b: c\r\n`)[0]?.name).toBe('');
  });
});
