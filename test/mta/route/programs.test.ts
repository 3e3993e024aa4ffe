/** Routers that ask somebody else: a program, a service. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bt, route } from '../../support/route.ts';

const isRoot = process.getuid?.() === 0;
const user = isRoot ? 'nobody' : String(process.getuid?.() ?? 0);

describe('queryprogram', () => {
  const program = (output: string, more = ''): string =>
    `pro:\n driver = queryprogram\n command = /bin/echo '${output}'\n command_user = ${user}\n command_group = ${process.getgid?.() ?? 0}\n` +
    ` transport = smtp\n${more}acc:\n driver = accept\n transport = loc\n`;
  const waits = (text: string): string => `x@a.test cannot be resolved at this time: ${text}`;

  it.each([
    ['accept', 'x@a.test\n  router = pro, transport = smtp'],
    ['ACCEPT transport=loc', 'x@a.test\n  router = pro, transport = loc'],
    [
      'accept hosts="192.0.2.1:192.0.2.3" data=abc',
      'x@a.test\n  router = pro, transport = smtp\n  host 192.0.2.1 [192.0.2.1]\n  host 192.0.2.3 [192.0.2.3]',
    ],
    [
      'redirect b, :fail: gone',
      'x@a.test is undeliverable: gone\nb@example.com\n    <-- x@a.test\n  router = acc, transport = loc',
    ],
    ['decline', 'x@a.test\n  router = acc, transport = loc'],
    ['pass', 'x@a.test\n  router = acc, transport = loc'],
    ['fail no such user', 'x@a.test is undeliverable: no such user'],
    ['defer not now', waits('not now')],
    ['freeze it', waits('it')],
    ['redirect x@a.test, y@b.test', 'y@b.test\n    <-- x@a.test\n  router = acc, transport = loc\n'],
    ['redirect |/bin/cat', waits('error in redirect data: "|/bin/cat" is no address')],
    ['maybe so', waits('bad command yield: maybe so')],
    ['accept transport=nosuch', waits('unknown transport name nosuch yielded by command')],
    ['accept hosts=192.0.2.1 lookup=odd', waits('bad lookup type "odd" yielded by command')],
    ['', waits('bad command yield:  ')],
  ])('%s', async (output, text) => {
    // An address that comes back is not asked about again.
    const found = await bt(program(output, ' condition = ${if !def:parent_domain}\n'), 'x@a.test');
    expect(text.endsWith('\n') ? `${found.slice(0, text.length - 1)}\n` : found).toBe(text);
  });

  it('tells only the panic log of a word that is none', async () => {
    const log: string[] = [];
    await route({ routers: program('maybe so'), log }, 'x@a.test');
    expect(log).toEqual(['panic: pro router: bad command yield: maybe so']);
  });

  it('a program that fails, takes too long, or is not there', async () => {
    const of = (command: string): string => program('').replace("/bin/echo ''", command);
    expect(await bt(of('/bin/true'), 'x@a.test')).toBe(waits('pro router: command failed to return data'));
    expect(await bt(of('/bin/false'), 'x@a.test')).toBe(waits('pro router: command returned non-zero code 1'));
    for (const absent of ['/nosuch/program', 'true', '/etc/passwd'])
      expect(await bt(of(absent), 'x@a.test')).toBe(waits('pro router: command returned non-zero code 127'));
    expect(await bt(of('/bin/sleep 9').replace('command_user', 'timeout = 1s\n command_user'), 'x@a.test')).toBe(
      waits('pro router: command timed out'),
    );
  }, 15_000);

  it.runIf(isRoot)('nobody is served as root, nor as who is named in never_users', async () => {
    const routers = program('fail it ran').replace('= nobody', '= root');
    const why = "pro router couldn't create child process: user 0 set for pro router is on the fixed_never_users list";
    expect(await bt(routers, 'x@a.test')).toBe(waits(why));
    expect(await bt({ main: 'never_users = root : nobody\n', routers: program('fail it ran') }, 'x@a.test')).toBe(
      waits(why.replace('user 0', 'user 65534').replace('fixed_', '')),
    );
  });

  it.runIf(isRoot)('enters no folder that its user may not enter, as root does before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-cwd-')); // 0700
    const of = (directory: string): string =>
      program('')
        .replace("/bin/echo ''", `/bin/pwd\n command_group = nogroup\n current_directory = ${directory}`)
        .replace(/command_group = 0\n/, '');
    expect(await bt(of(folder), 'x@a.test')).toBe(waits('pro router: command returned non-zero code 127'));
    expect(await bt(of('/tmp'), 'x@a.test')).toContain('bad command yield: /tmp');
    rmSync(folder, { recursive: true });
  });

  it('what came from outside is no argument', async () => {
    const routers = program('').replace("'", '').replace("'", '$local_part');
    expect(await bt(routers, 'x@a.test')).toBe(waits("Tainted arg 1 for queryprogram router command: 'x'"));
  });
});

describe('iplookup', () => {
  const routers = (more = ''): string =>
    `ask:\n driver = iplookup\n domains = a.test\n hosts = 127.0.0.1\n port = 7\n${more}acc:\n driver = accept\n transport = loc\n`;
  const asked = (response: string | undefined, more = '') =>
    bt({ routers: routers(more), ask: () => response }, 'x@a.test');

  it('the default query and its answer', async () => {
    const questions: string[] = [];
    const ask = (query: string): string => {
      questions.push(query);
      return 'y@b.test x@a.test';
    };
    const { text } = await route({ routers: routers(), ask }, 'x@a.test');
    expect([text, questions]).toEqual([
      'y@b.test\n    <-- x@a.test\n  router = acc, transport = loc\n',
      ['x@a.test x@a.test'],
    ]);
  });

  it('an answer about somebody else is none', async () => {
    expect(await asked('y@b.test z@a.test')).toBe('x@a.test\n  router = acc, transport = loc');
  });

  it('a query, a pattern, a way to go', async () => {
    const more = ' query = who is $local_part\n response_pattern = ^(\\w+) at (.*)$\n reroute = $1@$2.test\n';
    expect(await asked('ann at c', more)).toContain('ann@c.test\n    <-- x@a.test');
    expect(await asked('nobody', more)).toBe('x@a.test\n  router = acc, transport = loc');
  });

  it('no answer waits, or passes where that is well', async () => {
    expect(await asked(undefined)).toBe(
      'x@a.test cannot be resolved at this time: ask router: failed to communicate with any host',
    );
    expect(await asked(undefined, ' optional\n')).toBe('x@a.test\n  router = acc, transport = loc');
    expect(await asked('nowhere x@a.test')).toBe(
      'x@a.test cannot be resolved at this time: ask router: reroute string nowhere is not of the form user@domain',
    );
  });
});
