/** What was done to the header between signer and verifier (RFC 6376 §3.5 z=, §5.4.2). */
import { describe, expect, it } from 'vitest';
import { compareFields } from '../../../src/core/dkim/index.ts';
import { parseFields } from '../../../src/core/message/index.ts';
import { signed, verdict } from '../../support/dkim.ts';

const fields = (...lines: readonly string[]) => parseFields(`${lines.join('\r\n')}\r\n`);
const told = (
  before: readonly string[],
  after: readonly string[],
  names: string,
  header: 'simple' | 'relaxed' = 'relaxed',
) =>
  compareFields(fields(...before), fields(...after), { names: names.split(':'), header }).map(
    ({ name, original = '', message = '' }) => `${name}|${original}|${message}`,
  );

describe('signed fields', () => {
  it('that are as they were say nothing, in the canonical form of the signature', () => {
    expect(told(['To:  a', 'X: 1'], ['TO: a ', 'X: 2'], 'to')).toEqual([]);
    expect(told(['To:  a'], ['To: a'], 'to', 'simple')).toEqual(['to|To:  a|To: a']);
  });

  it('that were changed, taken away or added are told', () => {
    expect(told(['To: a', 'Cc: b'], ['To: x'], 'to:cc')).toEqual(['to|to:a|to:x', 'cc|cc:b|']);
    expect(told(['From: a'], ['From: eve', 'From: a'], 'from:from')).toEqual(['from||from:eve']);
  });

  it('are picked from the bottom up, and not those that h= leaves out', () => {
    expect(told(['To: b', 'To: a'], ['To: c', 'To: a'], 'to')).toEqual([]);
    expect(told(['To: b', 'To: a'], ['To: c', 'To: a'], 'to:to')).toEqual(['to|to:b|to:c']);
  });
});

describe('copies in z=', () => {
  const withCopies = (message: string, copies: string): string => message.replace('\tbh=', `\tz=${copies};\r\n\tbh=`);

  it('tell which fields a signature that fails covered otherwise', async () => {
    const copies = 'From:Joe=20<joe@example.org>|\r\n\t To:Suzie=20<suzie@example.com>';
    const { reason, changedFields } = await verdict(withCopies(await signed(), copies));
    expect(reason).toBe('signature-mismatch');
    expect(changedFields).toEqual([
      { name: 'to', original: 'to:Suzie <suzie@example.com>', message: 'to:Suzie <suzie@example.net>' },
    ]);
  });

  it('are not looked at where there are none, or where the signature is good', async () => {
    expect(await verdict((await signed()).replace('To: Suzie', 'To: Susie'))).not.toHaveProperty('changedFields');
    expect(await verdict(await signed())).not.toHaveProperty('changedFields');
  });
});
