/** Replies whose lines have different codes, which RFC 5321 §4.2.1 forbids. */
import { expect, it } from 'vitest';
import { addReplyLine, noReplyYet } from '../../../src/core/smtp/index.ts';

function read(lines: readonly string[], takesFirst: boolean): unknown {
  let partial = noReplyYet;
  for (const line of lines) {
    const added = addReplyLine(partial, line, takesFirst);
    if (!added.ok) return added.error.code;
    if ('reply' in added.value) return added.value.reply;
    partial = added.value.partial;
  }
  return partial;
}

const MIXED = ['550-5.1.1 one', '550-two', '451 4.1.1 three'];

it('are none', () => {
  expect(read(MIXED, false)).toBe('smtp/mixed-codes');
});

it('are taken by their first line, where that is asked for', () => {
  const lines = ['5.1.1 one', 'two', '4.1.1 three'];
  expect(read(MIXED, true)).toEqual({ code: 550, codes: [550, 550, 451], lines, enhanced: '5.1.1' });
  expect(read(['250-one', '250 two'], true)).toEqual({ code: 250, lines: ['one', 'two'] });
});
