import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConnectMap, parseConnectFile, parseConnectRow } from '../../../src/core/net/index.ts';

function lead(rows: string, host: string, port: number): string {
  const parsed = parseConnectFile(rows, 'map');
  if (!parsed.ok) return parsed.error.message;
  const to = createConnectMap(parsed.value).resolve(host, port);
  return `${to.host} ${to.port}`;
}

describe('where a dial really goes', () => {
  it.each([
    ['mx.test:25=127.0.0.1:2525', 'MX.test.', 25, '127.0.0.1 2525'],
    ['mx.test:25=127.0.0.1:2525', 'mx.test', 26, 'mx.test 26'],
    ['*:25=127.0.0.1:1', '192.0.2.1', 25, '127.0.0.1 1'],
    ['mx.test:*=127.0.0.1:*', 'mx.test', 465, '127.0.0.1 465'],
    ['[2001:db8::1]:25=127.0.0.1:9', '2001:DB8:0::1', 25, '127.0.0.1 9'],
    ['a:1=127.0.0.1:2\n*:*=127.0.0.1:3', 'a', 1, '127.0.0.1 2'],
    ['*:*=127.0.0.1:3\na:1=127.0.0.1:2', 'a', 1, '127.0.0.1 3'],
    ['# nothing\n\n', 'a', 1, 'a 1'],
    ['a:1=[::1]:2', 'a', 1, '::1 2'],
  ])('%j: %s port %i', (rows, host, port, expected) => {
    expect(lead(rows, host, port)).toBe(expected);
  });
  it.each([
    ['mx.test=127.0.0.1:25', '"mx.test" is not HOST:PORT'],
    ['mx.test:25', 'needs exactly one "="'],
    ['mx.test:0=127.0.0.1:1', '"mx.test:0" is not HOST:PORT'],
    ['mx.test:99999=127.0.0.1:1', '"mx.test:99999" is not HOST:PORT'],
    ['a:1=*:2', '"*:2" is not ADDRESS:PORT'],
    ['[zz]:1=127.0.0.1:1', '"[zz]:1" is not HOST:PORT'],
  ])('refuses %j', (row, why) => {
    const parsed = parseConnectRow(row);
    expect(!parsed.ok && parsed.error.message).toContain(why);
  });
  it.each([
    ['mx.test:25=127.0.0.1:1', 'MX.test.', 25, true],
    ['mx.test:*=127.0.0.1:*', 'mx.test', 465, true],
    ['mx.test:25=127.0.0.1:1', 'mx.test', 26, false],
    ['*:*=127.0.0.1:1', 'mx.test', 25, false],
  ])('%j speaks of %s port %i by name: %s', (row, host, port, expected) => {
    const parsed = parseConnectRow(row);
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(createConnectMap([parsed.value]).names(host, port)).toBe(expected);
  });
  it('names file and line', () => {
    expect(lead('a:1=b:2\nnonsense', 'a', 1)).toBe('map, line 2: "nonsense" needs exactly one "="');
  });
  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ':', '=', '[', ']', '*', '1', '\n', '#', ' ') }),
        (text) => void parseConnectFile(text, 'map'),
      ),
    );
  });
});

describe('a file in one spelling, as programs write it', () => {
  const text = [
    '192.0.2.53:53=127.0.0.1:40053',
    '[2001:db8::53]:53=127.0.0.1:40053',
    '[::1]:*=[::1]:*',
    '*:25=127.0.0.1:2525',
    'mx.example.org:*=127.0.0.1:*',
    '',
  ].join('\n');

  it('is read as what it is with a comment in it, which takes the longer way', () => {
    expect(parseConnectFile(text, 'f')).toEqual(parseConnectFile(`${text}# a comment\n`, 'f'));
    expect(parseConnectFile(text, 'f')).toMatchObject({ ok: true, value: { length: 5 } });
  });
});
