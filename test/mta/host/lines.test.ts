/** Lines as `exim -be` takes them. */
import { expect, it } from 'vitest';
import { createHost, createLineExpander } from '../../../src/mta/host/index.ts';

const answers = async (pieces: readonly string[]): Promise<readonly string[]> => {
  const lines = createLineExpander(createHost({ variables: { primary_hostname: 'mail.example.com' } }), () => {});
  let said = '';
  for (const piece of pieces) said += await lines.feed(piece);
  said += await lines.end();
  return said.split('\n').slice(0, -1);
};

it.each([
  ['a line, and the last without its end', ['${lc:A}\n${uc:b}'], ['a', 'B']],
  ['a line in pieces', ['${l', 'c:A', 'B}\n'], ['ab']],
  ['white space at the end of a line is not part of it', ['a  \t\n  b\n'], ['a', '  b']],
  ['a backslash goes on with the next line, without its indentation', ['a\\\n   b\n'], ['ab']],
  ['a failure is a line', ['${if eq{a}{b}{x}fail}\nx\n'], ['Failed: "if" failed and "fail" requested', 'x']],
  ['set makes a variable', ['set acl_m_x = ${lc:A}\n$acl_m_x\n'], ['variable m_x set', 'a']],
  [
    'set,t makes a tainted one',
    ['set,t acl_m_x = a\n${expand:$acl_m_x}\n'],
    ['variable m_x set', "Failed: attempt to expand tainted string 'a'"],
  ],
  ['a macro is defined and used', ['HOST = $primary_hostname\nHOST!\n'], ["Defined macro 'HOST'", 'mail.example.com!']],
  [
    'a macro is not its own name, and is defined once',
    ['RC=a\nRC=b\nRC == c\nxRC\n'],
    [
      "Defined macro 'RC'",
      'Failed: macro "RC" is already defined (use "==" if you want to redefine it)',
      "Defined macro 'RC'",
      'xc',
    ],
  ],
  [
    'the result of prvscheck is there in the next line, until another check',
    [
      '${prvscheck{${prvs{u@a.ex}{s}}}{s}}\n$prvscheck_result$prvscheck_keynum\n${prvscheck{u@a.ex}{s}}\n$prvscheck_result\n',
    ],
    ['u@a.ex', '1', '', ''],
  ],
  [
    'what inbound_srs has found is there in the next line: a router asks in its condition and redirects by its data',
    ['${if inbound_srs{${local_part:${srs_encode{s}{Ann@a.ex}{b.ex}}}}{s}{found}{none}}\n$srs_recipient\n'],
    ['found', 'ann@a.ex'],
  ],
  ['a backslash at the end of the last line', ['ab\\'], ['ab']],
  ['a text that begins with a capital letter is no macro', ['Ann wrote\n'], ['Ann wrote']],
  ['what waits is waited for, in order', ['${run{/bin/echo a}}\nb\n'], ['a', '', 'b']],
] as const)('%s', async (_, pieces, expected) => {
  expect(await answers(pieces)).toEqual(expected);
});

it('an unknown macro cannot be redefined', async () => {
  expect(await answers(['NOSUCH == x\n'])).toEqual([`Failed: can't redefine an undefined macro "NOSUCH"`]);
});

it('where capital letters are for macros, lines that define none come to nothing', async () => {
  const faults: string[] = [];
  const lines = createLineExpander(
    createHost({}),
    () => {},
    (fault) => faults.push(fault),
  );
  const said = await lines.feed('Ann wrote\nA = b\nA = c\nB == d\nxA\n');
  expect([said, ...faults]).toEqual([
    "Defined macro 'A'\nxb\n",
    'malformed macro definition',
    'macro "A" is already defined (use "==" if you want to redefine it)',
    'can\'t redefine an undefined macro "B"',
  ]);
});
