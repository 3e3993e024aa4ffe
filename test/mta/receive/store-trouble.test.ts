import { expect, it } from 'vitest';
import { StoreTrouble } from '../../../src/mta/receive/store-trouble.ts';

it('a spool that takes nothing is told once, then counted once a minute, and told when it is over', () => {
  let nowMs = 0;
  const trouble = new StoreTrouble(() => nowMs);
  expect(trouble.over()).toBeUndefined();
  expect(trouble.note('read-only', 'EROFS')).toBe('the message could not be stored: EROFS');
  for (let at = 0; at < 1000; at += 1) expect(trouble.note('read-only', 'EROFS')).toBeUndefined();
  nowMs = 60_000;
  expect(trouble.note('read-only', 'EROFS')).toBe(
    'messages could not be stored: EROFS (1001 more since that was last said)',
  );
  expect(trouble.note('read-only', 'EROFS')).toBeUndefined();
  expect(trouble.note('no-space', 'ENOSPC')).toBe(
    'the message could not be stored: ENOSPC (1 more since that was last said)',
  );
  expect(trouble.over()).toBe('messages can be stored again');
  expect(trouble.note('no-space', 'ENOSPC')).toBe('the message could not be stored: ENOSPC');
});
