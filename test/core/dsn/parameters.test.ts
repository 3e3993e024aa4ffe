/** RFC 3461 §4 as values, and the codes of RFC 3463 and RFC 5248. */
import { describe, expect, it } from 'vitest';
import {
  type Action,
  parseEnvid,
  parseNotify,
  parseOrcpt,
  parseRet,
  parseStatus,
  statusMeaning,
  wantsReport,
} from '../../../src/core/dsn/index.ts';

const taken = (read: { ok: boolean; value?: unknown }): unknown => (read.ok ? read.value : 'refused');

describe('parameters of RFC 3461', () => {
  it.each([
    ['never', ['NEVER']],
    ['SUCCESS,failure', ['SUCCESS', 'FAILURE']],
    ['NEVER,SUCCESS', 'refused'],
    ['', 'refused'],
    ['ALWAYS', 'refused'],
    ['NEVER ORCPT=rfc822;a', 'refused'],
  ])('NOTIFY=%s (§4.1)', (text, expected) => expect(taken(parseNotify(text))).toEqual(expected));
  it.each([
    ['full', 'FULL'],
    ['HDRS', 'HDRS'],
    ['BODY', 'refused'],
  ])('RET=%s (§4.3)', (text, expected) => expect(taken(parseRet(text))).toBe(expected));
  it.each([
    ['QQ+2B1', 'QQ+1'],
    ['a+ZZ', 'refused'],
    ['a+2b', 'refused'],
    ['a=b', 'refused'],
    ['a b', 'refused'],
    ['', 'refused'],
    ['x'.repeat(101), 'refused'],
  ])('ENVID=%s (§4.4)', (text, expected) => expect(taken(parseEnvid(text))).toBe(expected));
  it.each([
    ['rfc822;bob+2Bin@example.net', { addressType: 'rfc822', address: 'bob+in@example.net' }],
    ['RFC822;bob@example.net', { addressType: 'rfc822', address: 'bob@example.net' }],
    ['utf-8;\\x{6771}@example.net', { addressType: 'utf-8', address: '東@example.net' }],
    ['utf-8;東@example.net', { addressType: 'utf-8', address: '東@example.net' }],
    ['bob@example.net', 'refused'],
    ['rfc822;', 'refused'],
    ['rfc822;bob+in@example.net', 'refused'],
    ['utf-8;\\x{110000}@a', 'refused'],
  ])('ORCPT=%s (§4.2, RFC 6533 §3)', (text, expected) => expect(taken(parseOrcpt(text))).toEqual(expected));
  it.each<[string | undefined, Action, boolean]>([
    [undefined, 'failed', true],
    [undefined, 'delayed', true],
    [undefined, 'delivered', false],
    ['NEVER', 'failed', false],
    ['FAILURE', 'delayed', false],
    ['SUCCESS', 'relayed', true],
    ['SUCCESS', 'expanded', true],
    ['SUCCESS', 'failed', false],
    ['DELAY,FAILURE', 'failed', true],
  ])('NOTIFY %s of what is %s', (notify, action, expected) => {
    const words = notify === undefined ? undefined : parseNotify(notify);
    expect(wantsReport(words?.ok ? words.value : undefined, action)).toBe(expected);
  });
});

describe('status codes (RFC 3463 §2)', () => {
  it.each([
    ['5.1.1', 'bad destination mailbox address (permanent failure)'],
    ['4.2.2 (full)', 'mailbox full (persistent transient failure)'],
    ['2.1.5', 'destination address valid (success)'],
    ['5.7.26', 'multiple authentication checks failed (permanent failure)'],
    ['5.1.99', 'addressing (permanent failure)'],
    ['5.9.9', 'permanent failure'],
  ])('%s is %s', (text, meaning) => expect(statusMeaning(parseStatus(text)!)).toBe(meaning));
  it.each(['', '5', '5.1', '3.1.1', '5.01.1', '5.1.1000', '5.1.1.1', 'x5.1.1'])('not %s', (text) =>
    expect(parseStatus(text)).toBeUndefined(),
  );
});
