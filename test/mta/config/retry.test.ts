/** Retry rules that cannot be read, in the words that Exim 4.96 has for them. */
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src/mta/config/index.ts';

const WRONG: readonly (readonly [rule: string, message: string])[] = [
  ['*', 'missing error type in retry rule'],
  ['* * F', 'comma expected'],
  ['* * F,1h', 'comma expected'],
  ['* * F , 1h , 5m', 'comma expected'],
  ['* * F,1h , 5m', 'comma expected'],
  ['* * F,2h,15m;;F,3h,1h', 'comma expected'],
  ['* * FF,1h,1m', 'comma expected'],
  ['* * X,1h,1m', 'unknown retry rule letter'],
  ['* * F,1h,1m x', 'semicolon expected'],
  ['* * H,1d,10m,2,3', 'semicolon expected'],
  ['* * F,0s,1m', 'bad parameters for retry rule'],
  ['* * F,1x,1m', 'bad parameters for retry rule'],
  ['* * G,1d,1h,0.5', 'bad parameters for retry rule'],
  ['* quota_x F,1h,1m', 'bad time value'],
  ['* rcpt_5xx F,1h,1m', 'unknown or malformed retry error "rcpt_5xx"'],
  ['* rcpt_4x F,1h,1m', 'rcpt_4 must be followed by xx, dx, or dd, where x is literal and d is any digit'],
  ['* refused_B F,1h,1m', 'A or MX expected after "refused"'],
  ['* timeout_connect_B F,1h,1m', '"A", "MX", or "connect" expected after "timeout"'],
  ['* * senders F,1h,1m', '"=" expected after "senders" in retry rule'],
];

const RIGHT = ['* *', '* * F, 1h, 5m', '* * f,1h,1m;', '* mail_450 F,2h,15m; G,16h,1h,1.5; H,4d,6h,2'];

const read = (rule: string) => readConfiguration({ text: `begin retry\n${rule}\n` });

describe('retry rules', () => {
  it.each(WRONG)('%s: %s', (rule, message) => {
    const outcome = read(rule);
    expect(outcome.ok ? [] : outcome.error.map((each) => each.message)).toEqual([message]);
  });

  it.each(RIGHT)('%s is one', (rule) => {
    expect(read(rule)).toMatchObject({ ok: true, value: { retry: [{ pattern: '*' }] } });
  });
});
