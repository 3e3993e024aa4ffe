import { describe, expect, it } from 'vitest';
import { parseRule, parseScript } from '../../../src/core/sink/index.ts';
import { createRuleBook } from '../../../src/core/sink/script/match.ts';

const bookOf = (text: string) => {
  const script = parseScript(text);
  if (!script.ok) throw new Error(script.error.message);
  return createRuleBook(script.value);
};

describe('a script', () => {
  it('is a rule a line', () => {
    const book = bookOf(`
# nobody is called bob
rcpt bob@example.org = 550 5.1.1 no such user
rcpt /^grey.*=/i first 1 = 451 4.7.1 try\\nagain
rcpt *@slow.example delay 1.5
eod = 250 kept
quit drop
`);
    expect(book.rule('rcpt', 'Bob@Example.ORG')).toEqual({
      delayMs: 0,
      drops: false,
      reply: { code: 550, text: '5.1.1 no such user' },
    });
    expect(book.rule('rcpt', 'GREY=x@y').reply).toEqual({ code: 451, text: '4.7.1 try\nagain' });
    expect(book.rule('rcpt', 'grey=x@y')).toEqual({ delayMs: 0, drops: false });
    expect(book.rule('rcpt', 'a@slow.example').delayMs).toBe(1500);
    expect(book.rule('message', '').reply).toEqual({ code: 250, text: 'kept' });
    expect(book.rule('quit', '').drops).toBe(true);
    expect(book.has('data')).toBe(false);
  });
  it('delays of rules that do no more add up to the first that answers', () => {
    const book = bookOf('rcpt delay 1\nrcpt a@b delay 2\nrcpt a@b delay 3 = 550 no\nrcpt = 451 never');
    expect(book.rule('rcpt', 'a@b')).toEqual({ delayMs: 6000, drops: false, reply: { code: 550, text: 'no' } });
  });
  it('counts: the first so many, after so many, each so-manieth', () => {
    const fits = (words: string) => {
      const book = bookOf(`mail ${words} = 451 no`);
      return Array.from({ length: 7 }, () => (book.rule('mail', '').reply === undefined ? '-' : 'x')).join('');
    };
    expect(fits('first 2')).toBe('xx-----');
    expect(fits('after 2')).toBe('--xxxxx');
    expect(fits('every 3')).toBe('--x--x-');
    expect(fits('after 1 first 2')).toBe('-xx----');
  });
  it('ends a message after so many octets, by its sender', () => {
    const book = bookOf('message a@b drop-at 1000');
    expect([book.dropAt('a@b'), book.dropAt('c@d')]).toEqual([1000, undefined]);
  });
  it.each([
    ['', /begin with a stage/],
    ['rctp = 550 no', /begin with a stage; right would be one of connect, /],
    ['rcpt', /does nothing/],
    ['rcpt a@b', /does nothing/],
    ['rcpt = 650 no', /is no reply/],
    ['rcpt = no', /is no reply/],
    ['rcpt delay', /"delay" needs a number/],
    ['rcpt delay x = 550', /"delay" needs a number/],
    ['rcpt delay 4000', /too long/],
    ['rcpt first 0 = 550', /fits never/],
    ['rcpt drop-at 3', /goes with the stage message/],
    ['rcpt a@b c@d = 550', /is no word of a rule/],
    ['rcpt /(/ = 550', /no regular expression/],
    ['rcpt /x/q = 550', /no flags/],
  ])('%j is none', (line, message) => {
    expect(parseRule(line)).toMatchObject({
      ok: false,
      error: { code: 'sink/script', message: expect.stringMatching(message) },
    });
  });
  it('names the line that is wrong', () => {
    expect(parseScript('# fine\nmail = 250 ok\nnonsense')).toMatchObject({
      error: { message: expect.stringMatching(/^line 3: /) },
    });
  });
});
