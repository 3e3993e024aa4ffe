/** `-bP config`: the lines and their places as Exim 4.96 lists them. */
import { expect, it } from 'vitest';
import { err, ok } from '../../../src/base/index.ts';
import { listConfiguration } from '../../../src/mta/config/show/listing.ts';

const INCLUDED = '  accept   hosts = :\n';
const FILE = `MACX = one   two
hide mysql_servers = h/d/u/p
# a comment
.ifdef MACX
smtp_banner = hello \\
   there   MACX
.else
smtp_banner = no
.endif
begin acl
chk:
.include /inc.conf
  deny   message = x ; \\
         hosts = y
other:
  accept
begin retry
* * F,2h,15m
`;

function listed(revealsAll: boolean): readonly string[] {
  const files = { read: (name: string) => (name === '/inc.conf' ? ok(INCLUDED) : err('gone')), exists: () => true };
  return listConfiguration('/exim.conf', FILE, { macros: {}, revealsAll, files, builtIn: [] }).map(
    ({ text, indent }) => `${' '.repeat(indent)}${text}`,
  );
}

it('lists what counts, with macros put in, and where a file is included', () => {
  expect(listed(true)).toEqual([
    'MACX = one two',
    'hide mysql_servers = h/d/u/p',
    'smtp_banner = hello there one two',
    '',
    'begin acl',
    '',
    '  chk:',
    '# 12 "/exim.conf"',
    '# 1 "/inc.conf"',
    '    accept hosts = :',
    '# 12 "/exim.conf"',
    '    deny message = x ; hosts = y',
    '',
    '  other:',
    '    accept',
    '',
    'begin retry',
    '  * * F,2h,15m',
  ]);
});

it('keeps from others what is hidden, and what macros stand for', () => {
  expect(listed(false).slice(0, 3)).toEqual([
    'MACX = <value not displayable>',
    'hide mysql_servers = <value not displayable>',
    'smtp_banner = hello there one two',
  ]);
});

it.each([
  ['a   b    c', 'a b c'],
  [`x =  'a  b'   "c   d"`, `x = 'a b'   "c   d"`],
  [`x = 'a  b'   "c   d"`, `x = 'a  b'   "c   d"`],
  [`domains = \${if   eq{a}}   x`, `domains = \${if   eq{a}}   x`],
  ['banner = hello   $tod_full    x', 'banner = hello $tod_full x'],
  [`^x$  "\${lc:$1}"  T`, `^x$ "\${lc:$1}"  T`],
])('blanks of %j are made one up to where Exim 4.96 stops', (line, close) => {
  const [listed] = listConfiguration('/c', `${line}\n`, { macros: {}, revealsAll: true, builtIn: [] });
  expect(listed?.text).toBe(close);
});

it('a switch that is hidden shows nothing of itself', () => {
  const [listed] = listConfiguration('/c', 'hide split_spool_directory\n', {
    macros: {},
    revealsAll: false,
    builtIn: [],
  });
  expect(listed?.text).toBe('<value not displayable>');
});
