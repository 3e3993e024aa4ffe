/** Lists and subjects, and what Exim 4.96 says of them. */
import { describe, expect, it } from 'vitest';
import { clean, isFailure, type ListKind } from '../../../src/mta/expand/index.ts';
import { matchList } from '../../../src/mta/match/index.ts';
import { type Given, matchHost } from '../../support/mta/match-host.ts';

const GIVEN: Given = {
  lists: {
    domain: {
      local_domains: 'example.com : example.net',
      neg: '!a.b',
      nested: '+local_domains : !bad.org : *.org',
      circle: '+circle',
    },
    host: { relay: '127.0.0.1 : 10.0.0.0/8' },
    address: { adr: 'ann@a.example : *@b.example' },
    'local-part': { lp: 'postmaster : root*' },
  },
  files: {
    '/d': ['file1.example', '*.file2.example', '!x.file3.example', '*.file3.example'],
    '/a': ['ann@a.example', '*@c.example'],
  },
  names: { 'known.example': ['192.0.2.1'], 'two.example': ['192.0.2.1', '192.0.2.2'] },
};

/** `no`, `yes`, or `yes:` and the value; a failure's kind. */
async function check(kind: ListKind, subject: string, list: string, expected: string, given = GIVEN): Promise<void> {
  const answer = await matchList({ kind, subject: clean(subject), host: matchHost(given) }, clean(list));
  if (isFailure(answer)) return expect(answer.kind).toBe(expected);
  const value = answer.value?.text ?? '';
  expect(answer.matched ? (value === '' ? 'yes' : `yes:${value}`) : 'no').toBe(expected);
}

describe('domain lists', () => {
  it.each([
    ['a.b', '', 'no'],
    ['a.b', ':', 'no'],
    ['', ':', 'yes'],
    ['A.B', 'a.b', 'yes:a.b'],
    ['a.b', '!a.b', 'no'],
    ['c.d', '!a.b', 'yes'],
    ['c.d', '!a.b : x', 'no'],
    ['c.d', 'x : !a.b', 'yes'],
    ['x.b', '+neg : *.b', 'yes'],
    ['a.b', '+neg : *.b', 'yes:*.b'],
    ['c.b', '! +neg', 'no'],
    ['example.net', '+nested', 'yes:example.net'],
    ['bad.org', '+nested', 'no'],
    ['good.org', '+nested', 'yes:*.org'],
    ['x', '+nosuch', 'failed'],
    ['x', '+relay', 'failed'],
    ['x', '+circle', 'failed'],
    ['donkey.ex', '*key.ex', 'yes:*key.ex'],
    ['a.b', '*', 'yes:*'],
    ['mail.example.com', '@', 'yes:mail.example.com'],
    ['[127.0.0.1]', '@[]', 'yes:@[]'],
    ['[9.9.9.9]', '@[]', 'no'],
    ['file1.example', '/d', 'yes:file1.example'],
    ['a.file2.example', '/d', 'yes:*.file2.example'],
    ['x.file3.example', '/d', 'no'],
    ['file1.example', '!/d', 'no'],
    ['zzz', '!/d', 'yes'],
    ['zzz', '/missing', 'failed'],
    ['x', 'nosuch;/missing', 'failed'],
    ['abc', '^a.c$', 'yes:^a.c$'],
    ['ABC', '^(?-i)a.c$', 'no'],
    ['abc', '^(', 'failed'],
    ['abc', '<; x ; abc', 'yes:abc'],
    ['a:b', 'a::b', 'yes:a:b'],
  ])('%j in %j: %s', (subject, list, expected) => check('domain', subject, list, expected));
});

describe('local part lists', () => {
  it.each([
    ['root', '+lp', 'no'],
    ['ROOT', 'root', 'yes:root'],
    ['ROOT', '+caseful : root', 'no'],
    ['ROOT', '^r', 'yes:^r'],
    ['ROOT', '+caseful:^r', 'no'],
    ['', ':', 'yes'],
    ['a', '@', 'no'],
  ])('%j in %j: %s', (subject, list, expected) => check('local-part', subject, list, expected));
});

describe('lists of words', () => {
  it.each([
    ['plain', '+lp', 'no'],
    ['+lp', '+lp', 'yes:+lp'],
    ['plain', 'PLAIN', 'yes:PLAIN'],
    ['plain', 'login : !plain : *', 'no'],
    ['plain', '+caseful : PLAIN', 'yes:PLAIN'],
  ])('%j in %j: %s', (subject, list, expected) => check('word', subject, list, expected));
});

describe('address lists', () => {
  it.each([
    ['', ':', 'yes'],
    ['a@b', ':', 'no'],
    ['Ann@A.example', '+adr', 'yes:ann@a.example'],
    ['x@b.example', '+adr', 'yes:*@b.example'],
    ['x@b.example', 'b.example', 'yes:@b.example'],
    ['x@a.b.example', '*.b.example', 'yes:@*.b.example'],
    ['x@example.com', '*@+local_domains', 'yes:*@example.com'],
    ['x@example.com', '+local_domains', 'failed'],
    ['ann@a.example', '/a', 'yes:ann@a.example'],
    ['z@c.example', '/a', 'yes:*@c.example'],
    ['ANN@a.b', '^ann@', 'yes'],
    ['ANN@a.b', '+caseful:^ann@', 'no'],
    ['annx@a.b', 'ann*@a.b', 'no'],
    ['unqualified', '*', 'no'],
    ['', '*', 'no'],
    ['a@b', '!a@b', 'no'],
  ])('%j in %j: %s', (subject, list, expected) => check('address', subject, list, expected));
});

describe('lists of addresses alone', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4', 'yes'],
    ['1.2.3.4', '!1.2.3.4', 'no'],
    ['1.2.3.4', '1.2.3.0/24', 'yes'],
    ['::1', '<;::1', 'yes'],
    ['::1', '::::1', 'yes'],
    ['::ffff:1.2.3.4', '1.2.3.4', 'yes'],
    ['127.0.0.1', '+relay', 'yes'],
    ['1.2.3.4', '+relay', 'no'],
    ['127.0.0.1', '@[]', 'yes'],
    ['127.0.0.1', 'localhost', 'no'],
    ['127.0.0.1', '1.2.3.4/33', 'no'],
    ['', '1.2.3.4', 'no'],
    ['', ':', 'yes'],
  ])('%j in %j: %s', (subject, list, expected) => check('ip', subject, list, expected));
});

describe('host lists', () => {
  it.each([
    ['192.0.2.1', 'known.example', 'yes'],
    ['192.0.2.2', 'known.example', 'no'],
    ['192.0.2.1', '*.example', 'yes:*.example'],
    ['192.0.2.9', '*.example : 192.0.2.9', 'no'],
    ['192.0.2.9', '+ignore_unknown : *.example : 192.0.2.9', 'yes'],
    ['192.0.2.9', '+include_unknown : *.example', 'yes'],
    ['192.0.2.9', 'unknown.example : 192.0.2.9', 'no'],
    ['192.0.2.2', '^two', 'yes:^two'],
    ['', '*', 'yes'],
    ['', '', 'no'],
  ])('%j in %j: %s', (subject, list, expected) => check('host', subject, list, expected));

  const UNCERTAIN: Given = { names: { 'slow.example': undefined } };
  it.each([
    ['slow.example', 'deferred'],
    ['+ignore_defer : slow.example', 'no'],
    ['+include_defer : slow.example', 'yes'],
    ['*.example', 'no'],
    ['+include_unknown : *.example', 'yes'],
  ])('names that nobody can look up: %j: %s', (list, expected) =>
    check('host', '192.0.2.1', list, expected, UNCERTAIN),
  );
});

it.each([
  ['*.example', true],
  ['^MX', true],
  ['*.test', false],
  ['192.0.2.1', true],
  ['known.example', true],
  ['+ignore_unknown : unknown.example : *.example', true],
])('a host known by a name has it, whatever is looked up: %s', async (list, expected) => {
  const question = {
    kind: 'host',
    subject: clean('192.0.2.1'),
    hostName: 'mx.example',
    host: matchHost(GIVEN),
  } as const;
  expect(await matchList(question, clean(list))).toMatchObject({ matched: expected });
});

it('letters beyond ASCII are octets, of which none is a capital', async () => {
  const utf8 = (text: string) => clean(Buffer.from(text).toString('latin1'));
  const host = matchHost();
  const match = (subject: string, list: string) =>
    matchList({ kind: 'domain', subject: utf8(subject), host }, utf8(list));
  expect(await match('bücher.EXAMPLE', 'BüCHER.example')).toMatchObject({ matched: true });
  expect(await match('bÜcher.example', 'bücher.example')).toMatchObject({ matched: false });
});

it('files: the sign of their last line counts, and a `!` before the file turns each line', async () => {
  const host = matchHost({ files: { '/n': ['a.example', '!b.example'] } });
  const match = (subject: string, list: string) =>
    matchList({ kind: 'domain', subject: clean(subject), host }, clean(list));
  expect(await match('x.example', '/n')).toMatchObject({ matched: true });
  expect(await match('x.example', '/n : !x.example')).toMatchObject({ matched: false });
  expect(await match('x.example', '!/n')).toMatchObject({ matched: false });
  expect(await match('b.example', '!/n')).toMatchObject({ matched: true });
});

describe('exchangers', () => {
  const exchangers = [
    { preference: 5, name: 'far.example', addresses: ['198.51.100.1'] },
    { preference: 10, name: 'here.example', addresses: ['127.0.0.1'] },
    { preference: 20, name: 'slow.example' },
  ];
  const given = matchHost();
  const host = { ...given, names: { ...given.names, mailExchangers: () => exchangers } };
  it.each([
    ['@mx_any', 'yes'],
    ['@mx_primary', 'no'],
    ['@mx_secondary', 'yes'],
    ['@mx_primary/ignore=198.51.100.0/24', 'yes'],
    ['@mx_any/ignore=127.0.0.0/8', 'no'],
    ['<; @mx_any/ignore=<, 127.0.0.1, 198.51.100.1', 'deferred'],
  ])('%s: %s', async (list, expected) => {
    const answer = await matchList({ kind: 'domain', subject: clean('d.example'), host }, clean(list));
    expect(isFailure(answer) ? answer.kind : answer.matched ? 'yes' : 'no').toBe(expected);
  });
});

it('an observer hears every item and what it said', () => {
  const said: string[] = [];
  const observe = (item: string, answer: string, depth: number) => said.push(`${depth} ${item} ${answer}`);
  matchList({ kind: 'domain', subject: clean('good.org'), host: matchHost(GIVEN), observe }, clean('x : +nested'));
  expect(said).toEqual([
    '0 x no-match',
    '2 example.com no-match',
    '2 example.net no-match',
    '1 +local_domains no-match',
    '1 !bad.org no-match',
    '1 *.org match',
    '0 +nested match',
  ]);
});

it('tells whoever keeps the log of a named list that is not there', async () => {
  const told: unknown[] = [];
  const host = { ...matchHost(), note: (note: unknown) => void told.push(note) };
  const answer = await matchList({ kind: 'domain', subject: clean('a.example'), host }, clean('+nosuch'));
  expect(isFailure(answer)).toBe(true);
  expect(told).toEqual([{ kind: 'unknown-list', message: 'unknown named domain list "+nosuch"' }]);
});
