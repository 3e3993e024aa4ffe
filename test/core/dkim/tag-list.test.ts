import { describe, expect, it } from 'vitest';
import { parseTagList } from '../../../src/core/dkim/index.ts';

const read = (text: string): string => {
  const list = parseTagList(text);
  return list.ok ? [...list.value.values()].map(({ name, value }) => `${name}=${value}`).join('|') : list.error.code;
};

describe('a tag list (RFC 6376 §3.2)', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['a=1; b=2', 'a=1|b=2'],
    ['a=1;b=2;', 'a=1|b=2'],
    ['a=1;\r\n b=2 ; \r\n\t', 'a=1|b=2'],
    [' a \r\n\t= 1 2\r\n 3 ', 'a=1 2\r\n 3'],
    ['a=', 'a='],
    ['a=;b=x=y==', 'a=|b=x=y=='],
    ['A=1;a=2', 'A=1|a=2'],
    ['a_1=x', 'a_1=x'],
    ['a=1;a=2', 'duplicate-tag'],
    ['a=1;;b=2', 'syntax'],
    [';a=1', 'syntax'],
    ['', 'syntax'],
    ['   ', 'syntax'],
    ['a', 'syntax'],
    ['=1', 'syntax'],
    ['1a=1', 'syntax'],
    ['a-b=1', 'syntax'],
    ['a b=1', 'syntax'],
    ['a=1\r\nb=2', 'syntax'],
    ['a=1\nb', 'syntax'],
    ['a=\0', 'syntax'],
    ['a=\x7f', 'syntax'],
    ['n=caf\xc3\xa9', 'n=caf\xc3\xa9'],
  ];
  it.each(rows)('%j', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('knows where each value stands, white space around it included', () => {
    const text = 'bh=x; b= abc\r\n d ; t=1';
    const list = parseTagList(text);
    const b = list.ok ? list.value.get('b') : undefined;
    expect(text.slice(b?.start, b?.end)).toBe(' abc\r\n d ');
  });
});
