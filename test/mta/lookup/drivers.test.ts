import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clean, expand, parseExpansion, textOf } from '../../../src/mta/expand/index.ts';
import { showOutcome } from '../../support/expand/table.ts';
import { makeCdb } from '../../support/lookup/cdb.ts';
import { lookupHost } from '../../support/lookup/host.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-lookups-'));
const BERKELEY = join(import.meta.dirname, 'files/berkeley');
const at = (name: string): string => join(folder, name);
const { host, lookups } = lookupHost({ primary_hostname: 'mail.example.com' });

/** `D` is the folder, `B` that of tables of Berkeley DB. */
async function check(line: string, expected: string): Promise<void> {
  const text = line.replaceAll('D/', `${folder}/`).replaceAll('{B/', `{${BERKELEY}/`);
  const outcome = await expand(parseExpansion(text), host);
  expect(showOutcome(outcome)).toBe(expected.replaceAll('D/', `${folder}/`));
}

beforeAll(() => {
  mkdirSync(at('dir/sub'), { recursive: true });
  writeFileSync(at('dir/file'), '');
  symlinkSync('file', at('dir/link'));
  writeFileSync(
    at('table.cdb'),
    makeCdb([
      ['alpha', 'one'],
      ['beta', 'two\nlines'],
      ['alpha', 'second'],
      ['*.example', 'wild'],
    ]),
  );
  writeFileSync(at('cut.cdb'), makeCdb([['alpha', 'one']]).subarray(0, 2050));
  writeFileSync(at('short.cdb'), 'x');
  writeFileSync(
    at('a.json'),
    '{"a":"x","b":{"c":[1,2,{"d":"e f"}]},"n":12,"f":1.50,"t":true,"z":null,"s":"q\\"r\\u00e9\\ud83d\\ude00","x:y":"colon"}',
  );
  writeFileSync(at('bad.json'), '{"a":\n');
  writeFileSync(at('suffixes'), '// list\ncom\nuk\nco.uk\n*.ck\n!www.ck\n');
});
afterAll(async () => {
  await lookups.close();
  rmSync(folder, { recursive: true });
});

describe('dsearch', () => {
  it.each([
    ['${lookup{file}dsearch{D/dir}}', 'file'],
    ['${lookup{file}dsearch,ret=full{D/dir}}', 'D/dir/file'],
    ['${lookup{nobody}dsearch{D/dir}{yes}{no}}', 'no'],
    ['${lookup{link}dsearch,filter=file{D/dir}{yes}{no}}', 'no'],
    ['${lookup{sub}dsearch,filter=dir{D/dir}{yes}{no}}', 'yes'],
    ['${lookup{.}dsearch,filter=dir{D/dir}{yes}{no}}', 'yes'],
    ['${lookup{.}dsearch,filter=subdir{D/dir}{yes}{no}}', 'no'],
    ['${lookup{sub/x}dsearch,key=path{D/dir}{yes}{no}}', 'no'],
    ['${lookup{dir/file}dsearch,key=path{D/.}{$value}{no}}', 'dir/file'],
  ])('%s', check);
  it('a key with a slash leads elsewhere, and is refused', () =>
    check(
      '${lookup{a/b}dsearch{D/dir}}',
      '!deferred lookup of "a/b" gave DEFER: key for dsearch lookup contains a slash: a/b',
    ));
  it('so is a path that leads upwards', () =>
    check(
      '${lookup{../x}dsearch,key=path{D/dir}}',
      '!deferred lookup of "../x" gave DEFER: key for dsearch lookup leads upwards: ../x',
    ));
  it('a file is no directory', () =>
    check(
      '${lookup{x}dsearch{D/dir/file}}',
      '!failed failed to open D/dir/file for directory search: Not a directory',
    ));
  it('the directory must be absolute', () =>
    check('${lookup{x}dsearch{src}}', "!failed dirname 'src' for dsearch is not absolute"));
});

describe('dbm', () => {
  it.each([
    ['${lookup{key7}dbm{B/hash.db}}', 'value 7'],
    ['${lookup{none}dbm{B/hash.db}{<$value>}{no}}', '<>'],
    ['${lookup{key7}dbmnz{B/hash.db}{yes}{no}}', 'no'],
    ['${lookup{key7}dbmnz{B/plain-btree.db}}', 'value 7'],
    ['${lookup{one:two}dbmjz{B/plain-hash.db}}', 'joined'],
    ['${lookup{<;one;two}dbmjz{B/plain-hash.db}}', 'joined'],
    ['${lookup{one:two}dbmnz{B/plain-hash.db}{yes}{no}}', 'no'],
    ['${lookup{x}dbm{D/nowhere}}', '!failed failed to open D/nowhere as a db (v4.1+) file: No such file or directory'],
    ['${lookup{x}dbm{D/dir}}', '!failed failed to open D/dir as a db (v4.1+) file: Is a directory'],
    [
      '${lookup{x}dbm{D/short.cdb}}',
      '!failed failed to open D/short.cdb as a db (v4.1+) file: it is no Berkeley DB file',
    ],
  ])('%s', check);
});

describe('cdb', () => {
  it.each([
    ['${lookup{alpha}cdb{D/table.cdb}}', 'one'],
    ['${lookup{beta}cdb{D/table.cdb}}', 'two\nlines'],
    ['${lookup{ALPHA}cdb{D/table.cdb}{yes}{no}}', 'no'],
    ['${lookup{a.b.example}partial1-cdb{D/table.cdb}{$value $1 $2}{no}}', 'wild a.b example'],
    ['${lookup{x}cdb{D/short.cdb}}', '!failed failed to open D/short.cdb too short for cdb lookup: Success'],
    ['${lookup{x}cdb{D/none.cdb}}', '!failed failed to open D/none.cdb for cdb lookup: No such file or directory'],
    [
      '${lookup{alpha}cdb{D/cut.cdb}}',
      '!deferred lookup of "alpha" gave DEFER: cdb: corrupt cdb file D/cut.cdb (too short)',
    ],
  ])('%s', check);
});

describe('json', () => {
  it.each([
    ['${lookup{a}json{D/a.json}}', 'x'],
    ['${lookup{b:c:1}json{D/a.json}}', '2'],
    ['${lookup{b:c:2:d}json{D/a.json}}', 'e f'],
    ['${lookup{b:c}json{D/a.json}}', '[1, 2, {"d": "e f"}]'],
    ['${lookup{b:c:3}json{D/a.json}{yes}{no}}', 'no'],
    ['${lookup{a:b}json{D/a.json}{yes}{no}}', 'no'],
    ['${lookup{n}json{D/a.json}}', '12'],
    ['${lookup{f}json{D/a.json}}', '1.500000'],
    ['${lookup{t}json{D/a.json}}', 'true'],
    ['${lookup{z}json{D/a.json}{<$value>}{no}}', '<>'],
    ['${lookup{x::y}json{D/a.json}}', 'colon'],
    ['${lookup{<;x:y}json{D/a.json}}', 'colon'],
    ['${lookup{s}json{D/a.json}}', Buffer.from('q"ré😀').toString('latin1')],
    [
      '${lookup{a}json{D/bad.json}}',
      '!deferred lookup of "a" gave DEFER: json error on open: D/bad.json: no JSON at line 2, octet 6',
    ],
  ])('%s', check);
});

describe('public suffixes', () => {
  it.each([
    ['${lookup{www.example.co.uk}psl{D/suffixes}}', 'co.uk'],
    ['${lookup{www.example.co.uk}regdom{D/suffixes}}', 'example.co.uk'],
    ['${lookup{co.uk}regdom{D/suffixes}{yes}{no}}', 'no'],
    ['${lookup{a.b.ck}psl{D/suffixes}}', 'b.ck'],
    ['${lookup{x.www.ck}regdom{D/suffixes}}', 'www.ck'],
  ])('%s', check);
  it('a file that is no list is a mistake of the configuration', async () => {
    const outcome = await expand(parseExpansion(`\${lookup{a}psl{${folder}/short.cdb.txt}}`), host);
    expect(outcome.kind).toBe('failed');
  });
});

describe('passwd', () => {
  it.each([
    ['${lookup passwd{root}{${sg{$value}{:.*}{}}}{no}}', '*'],
    ['${extract{2}{:}{${lookup passwd{root}}}}', '0'],
    ['${lookup passwd{0}{yes}{no}}', 'no'],
    ['${lookup passwd{}{yes}{no}}', 'no'],
    ['${lookup passwd{nobody-by-this-name}{yes}{no}}', 'no'],
    ['${lookup passwd,ret=key{root}}', 'root'],
  ])('%s', check);
});

describe('types for trying, and those that are not here', () => {
  it.each([
    ['${lookup testdb{fail}{yes}{no}}', 'no'],
    ['${lookup testdb{anything}}', 'anything'],
    ['${lookup testdb{defer}}', '!deferred lookup of "defer" gave DEFER: testdb lookup forced DEFER'],
    ['${lookup{ann@example.org}spf{127.0.0.1}}', 'pass'],
    ['${lookup{ann@example.org}spf{bogus}{yes}{no}}', 'no'],
    ['${lookup{ann@example.org}spf{192.0.2.1}}', '!failed there is no DNS here'],
    [
      '${lookup{x}passwd{y}}',
      '!failed a single key was given for lookup type "passwd", which is not a single-key lookup type',
    ],
    ['${lookup partial-passwd,x{y}}', '!failed "partial" is not permitted for lookup type "passwd,x"'],
    ['${lookup passwd*{y}}', '!failed defaults using "*" or "*@" are not permitted for lookup type "passwd*"'],
    ['${quote_nisplus:a"b}', 'a""b'],
    ["${quote_oracle:a'b}", "a\\'b"],
    ['${quote_lsearch:a b}', 'a b'],
    ["${quote_pgsql:a'b}", "a''b"],
    ['${quote_redis:a b}', 'a\\ b'],
    ['${quote_ldap_dn:#a,b}', '%5C%23a%5C%2Cb'],
    ['${quote_passwd_x:a b}', '!failed "x" unrecognized after "${quote_passwd"'],
  ])('%s', check);
});

describe('taint', () => {
  const stranger = textOf('alpha', true);
  const file = clean('test/mta/lookup/files/aliases');

  it('a key may be tainted, and what is found is not', () => {
    expect(lookups.find({ type: 'lsearch', key: stranger, source: file })).toMatchObject({
      kind: 'found',
      value: { text: 'one', tainted: false },
    });
  });
  it('nor is the key that was found', () => {
    expect(lookups.find({ type: 'lsearch,ret=key', key: stranger, source: file })).toMatchObject({
      value: { text: 'alpha', tainted: false },
    });
  });
  it('the name of a file may not be', () => {
    expect(lookups.find({ type: 'lsearch', key: clean('a'), source: textOf('/x', true) })).toMatchObject({
      kind: 'failed',
      message: "Tainted filename for search: '/x'",
    });
  });
  it('nor may one that stands before its query, whoever has quoted the query', () => {
    const query = { ...textOf("/x.db select 'a'", true), quotedFor: 'sqlite' };
    expect(lookups.find({ type: 'sqlite', source: query })).toMatchObject({
      kind: 'failed',
      message: "Tainted filename for search: '/x.db'",
    });
  });
  it('a tainted query must have been quoted for its type', () => {
    const query = { ...textOf('x', true), quotedFor: 'oracle' };
    expect(lookups.find({ type: 'nisplus', source: query })).toMatchObject({
      message: 'tainted search query is not properly quoted: x',
    });
    expect(lookups.find({ type: 'oracle', source: query })).toMatchObject({ message: /^no oracle lookup here/ });
  });
});

describe('what is remembered', () => {
  it('a file that changed is read again', async () => {
    writeFileSync(at('changing'), 'a: one\n');
    await check('${lookup{a}lsearch{D/changing}}', 'one');
    writeFileSync(at('changing'), 'a: two\n');
    utimesSync(at('changing'), 1, 1);
    await check('${lookup{a}lsearch{D/changing}}', 'two');
  });
  it('an answer, until it is forgotten or the type says otherwise', async () => {
    const asked = async (type: string) => {
      const answer = await lookups.find({ type, source: clean('something') });
      return 'origin' in answer ? answer.origin?.cached : undefined;
    };
    expect(await asked('testdb')).toBe(false);
    expect(await asked('testdb')).toBe(true);
    expect(await asked('testdb,cache=no_rd')).toBe(false);
    lookups.forget();
    expect(await asked('testdb,cache=no_wr')).toBe(false);
    expect(await asked('testdb,cache=no')).toBe(false);
    expect(await asked('testdb')).toBe(false);
  });
  it('not what asks for it: nocache', async () => {
    const ask = () => lookups.find({ type: 'testdb', source: clean('nocache') });
    await ask();
    expect(await ask()).toMatchObject({ origin: { cached: false } });
  });
});
