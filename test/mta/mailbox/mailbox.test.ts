/** One address out of what people write, and lists of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemEnd, type MailboxOptions, nextItem, PLAIN_MAILBOX, readMailbox } from '../../../src/mta/mailbox/index.ts';

describe('readMailbox', () => {
  it.each([
    ['ann', 'ann', 'ann'],
    [' (c) ann@a.example (d) ', 'ann@a.example', 'ann@a.example'],
    ['Ann Other <ann@a.example> (x)', 'ann@a.example', 'ann@a.example'],
    ['"A, B" < ann @ a.example >', 'ann@a.example', ' ann @ a.example '],
    ['a.n.other <ano@somewhere>', 'ano@somewhere', 'ano@somewhere'],
    ['"a b"@c', '"a b"@c', '"a b"@c'],
    ['a\\@b@c', 'a\\@b@c', 'a\\@b@c'],
    ['a..b.@c', 'a..b.@c', 'a..b.@c'],
    ['@x.y,@z:ann@a', 'ann@a', '@x.y,@z:ann@a'],
  ])('%s', (text, address, place) => {
    const found = readMailbox(text);
    if (typeof found === 'string') throw new Error(found);
    expect([found.address, text.slice(found.start, found.end)]).toEqual([address, place]);
  });

  it.each([
    ['', 'empty address'],
    ['(c)', 'empty address'],
    ['<>', 'missing or malformed local part'],
    ['a b', 'missing or malformed local part (expected word or "<")'],
    ['a@', 'domain missing or malformed'],
    ['a@b.', 'domain missing or malformed'],
    ['a@-b', 'domain missing or malformed'],
    ['a@b c', 'malformed address: c may not follow a@b '],
    ['<a@b', "'>' missing at end of address"],
    ['<a@b c>', 'malformed address: c> may not follow <a@b '],
    ['"a', 'unmatched doublequote in local part'],
    ['@a,@b', 'colon expected after route list'],
    ['@a', 'no local part'],
    ['<@a:b>', 'domain missing in source-routed address'],
    ['a@[1.2.3.4]', 'domain literals not allowed'],
    ['a@[1.2.3.x]', 'malformed domain literal'],
    [`${'a'.repeat(300)}@b`, `address is ridiculously long: ${'a'.repeat(64)}...`],
  ])('%s: %s', (text, problem) => {
    expect(readMailbox(text)).toBe(problem);
  });

  it('what options allow', () => {
    const read = (text: string, option: keyof MailboxOptions) => {
      const found = readMailbox(text, { ...PLAIN_MAILBOX, [option]: true });
      return typeof found === 'string' ? found : found.address;
    };
    expect(read('a@[IPv6:2001:db8::1]', 'literals')).toBe('a@[IPv6:2001:db8::1]');
    expect(read('a@[1.2.3.x]', 'literals')).toBe('malformed domain literal');
    expect(read('a@[1.2.3.4]', 'bareLiterals')).toBe('a@[1.2.3.4]');
    expect(read('a@[1.2.3.x]', 'bareLiterals')).toBe('a@[1.2.3.x]');
    expect(read('<a@[1.2.3.4]>', 'bareLiterals')).toBe('domain literals not allowed');
    expect(read('@x:a@[1.2.3.4]', 'bareLiterals')).toBe('domain literals not allowed');
    expect(read('a@b.example.', 'trailingDot')).toBe('a@b.example');
    expect(read('<<a@b>>', 'excessBrackets')).toBe('a@b');
    expect(read('a@\xc3\xa4.example', 'utf8Domains')).toBe('a@\xc3\xa4.example');
  });

  it('never throws, and what it finds it finds again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab@.,:;<>()[]"\\ \n-1'), maxLength: 40 }), (text) => {
        const found = readMailbox(text);
        if (typeof found === 'string') return;
        const again = readMailbox(found.address);
        expect(typeof again === 'string' ? again : again.address).toBe(found.address);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });
});

it('lists are parted at commas and ends of lines', () => {
  const text = 'a, "b, c" <d@e>, # comment, with comma\n (f, g) h,,\n<@x,@y:z@w>, last';
  const items: string[] = [];
  for (let at = nextItem(text, 0); at < text.length; ) {
    const end = itemEnd(text, at);
    items.push(text.slice(at, end));
    at = nextItem(text, end);
  }
  expect(items).toEqual(['a', '"b, c" <d@e>', '(f, g) h', '<@x,@y:z@w>', 'last']);
});
