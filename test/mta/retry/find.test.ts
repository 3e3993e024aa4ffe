/** Retry rules found: what exim -brt of 4.96 printed for the same rules. */
import { describe, expect, it } from 'vitest';
import { readRetryError } from '../../../src/mta/retry/index.ts';
import { addressTests } from '../../support/route.ts';

const RULES = `begin retry
a.example  refused  F,2h,15m; G,16h,1h,1.5; F,4d,6h
*@b.example  timeout_connect  F,1h,10m
c.example   rcpt_4xx   F,1h,5m
c.example   data_45x   F,2h,5m
c.example   quota_7d
user@d.example * senders=*@x.example  F,2h,20m
^\\N.*@re\\d\\.example$\\N * G,1d,10m,2
*.e.example refused_MX F,1d,1h
*  *  F,2h,15m; G,16h,1h,1.5; H,4d,6h,2
`;
const tests = addressTests(`primary_hostname = mail.example.com\n${RULES}`);
const brt = async (words: string): Promise<string> => (await tests.retryRule(words.split(' '))).text;
const GENERAL = 'Retry rule: *  *  F,2h,15m; G,16h,1h,1.5; H,4d,6h; \n';

describe('rules', () => {
  it.each([
    ['a.example', GENERAL],
    ['a.example refused', 'Retry rule: a.example  refused  F,2h,15m; G,16h,1h,1.5; F,4d,6h; \n'],
    ['x@a.example refused_A', 'Retry rule: a.example  refused  F,2h,15m; G,16h,1h,1.5; F,4d,6h; \n'],
    ['host.example a.example refused', 'Retry rule: a.example  refused  F,2h,15m; G,16h,1h,1.5; F,4d,6h; \n'],
    ['b.example timeout', GENERAL],
    ['b.example timeout_connect_MX', 'Retry rule: *@b.example  timeout_connect  F,1h,10m; \n'],
    ['c.example rcpt_452', 'Retry rule: c.example  *  F,1h,5m; \n'],
    ['c.example data_452', 'Retry rule: c.example  *  F,2h,5m; \n'],
    ['c.example data_442', GENERAL],
    ['c.example quota_8d', 'Retry rule: c.example  quota_1w  \n'],
    ['c.example quota', GENERAL],
    ['user@d.example', GENERAL],
    ['u@re1.example', 'Retry rule: ^\\N.*@re\\d\\.example$\\N  *  G,1d,10m,2.0; \n'],
    ['h.e.example refused_MX', 'Retry rule: *.e.example  refused_MX  F,1d,1h; \n'],
    ['h.e.example refused_A', GENERAL],
  ])('%s', async (words, text) => {
    expect(await brt(words)).toBe(text);
  });

  it('a word that is no error, no words, no rules', async () => {
    expect(await tests.retryRule(['a.example', 'bogus'])).toEqual({
      text: 'unknown or malformed retry error "bogus"\n',
      status: 1,
    });
    expect((await tests.retryRule([])).status).toBe(1);
    const none = addressTests('primary_hostname = mail.example.com\n');
    expect((await none.retryRule(['host'])).text).toBe(
      "Warning: \"host\" contains no '@' and no '.' characters. It is being \ntreated as a one-component domain, not as a local part.\n\nNo retry information found\n",
    );
  });
});

it.each([
  ['*', 'any'],
  ['refused_mx', { kind: 'refused', host: 'MX' }],
  ['timeout_connect_A', { kind: 'timeout', connecting: true, host: 'A' }],
  ['refused_connect', undefined],
  ['rcpt_4xx', { kind: 'rcpt', code: 421 }],
  ['mail_45x', { kind: 'mail', code: 454 }],
  ['quota_1w', { kind: 'quota', unreadSeconds: 604_800 }],
  ['quota_x', undefined],
  ['LOST_connection', { kind: 'lost_connection' }],
  ['rcpt_5xx', undefined],
])('%s', (word, error) => {
  expect(readRetryError(word)).toEqual(error);
});
