/** Aliases and forward files: what Exim 4.96 printed for the same data. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bt, route } from '../../support/route.ts';

const ACCEPT = 'acc:\n driver = accept\n transport = loc\n';
const redirect = (data: string, more = ''): string =>
  `red:\n driver = redirect\n domains = r.example\n data = "${data}"\n file_transport = files\n pipe_transport = pipes\n${more}${ACCEPT}`;

const folder = mkdtempSync(join(tmpdir(), 'mxray-route-'));
const isRoot = process.getuid?.() === 0;
beforeAll(() => {
  const put = (name: string, text: string, mode = 0o644): void => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  };
  chmodSync(folder, 0o755);
  put('list', 'ann, # everybody\nbob@b.example\n');
  put('nul', 'ann\n\0bob\n');
  put('open', 'ann\n', 0o666);
  put('private', 'ann\n', 0o600);
  put('filter', '# Exim filter\nseen finish\n');
  put('circle', `:include:${join(folder, 'circle')}\n`);
  mkdirSync(join(folder, 'sub'));
  symlinkSync('list', join(folder, 'link'));
  if (isRoot) chownSync(join(folder, 'private'), 1, 1);
});
afterAll(() => rmSync(folder, { recursive: true }));

const waits = (message: string): string => `a@r.example cannot be resolved at this time: ${message}`;
const leadsTo = (...addresses: readonly string[]): string =>
  [...addresses]
    .reverse()
    .map((address) => `${address}\n    <-- a@r.example\n  router = acc, transport = loc`)
    .join('\n');

describe('items', () => {
  it.each([
    [
      'addresses, commas and comments',
      'x@a.example, # two\\ny@b.example\\n\\n,,(c)',
      '',
      ['x@a.example', 'y@b.example'],
    ],
    ['without a domain', 'ann', '', ['ann@example.com']],
    ['qualify_domain', 'ann', ' qualify_domain = q.$domain\n', ['ann@q.r.example']],
    ['qualify_preserve_domain', 'ann', ' qualify_preserve_domain\n local_parts = a\n', ['ann@r.example']],
    ['a phrase', 'Ann Other <ann@a.example> (work)', '', ['ann@a.example']],
    ['a quoted local part', '\\"a b\\"@a.example', '', ['"a b"@a.example']],
    [':unknown: and its beginnings are nothing', ':unknown:, :unk, x@a.example', '', ['x@a.example']],
    ['an address of X.400 is no file', '/X=a/Y=b/@a.example', '', ['/X=a/Y=b/@a.example']],
    ['a route is forgotten', '<@x.example,@y.example:ann@a.example>', '', ['ann@a.example']],
  ])('%s', async (_, data, more, addresses) => {
    expect(await bt(redirect(data, more), 'a@r.example')).toBe(leadsTo(...addresses));
  });

  it.each([
    ['without a domain is as clean as the list', 'ann', '', leadsTo('ann@example.com')],
    ['with a backslash has a domain from outside', '\\\\\\\\ann', '', true],
    ['with qualify_preserve_domain has a domain from outside', 'ann', ' qualify_preserve_domain\n', true],
  ])('an address %s', async (_, data, more, outcome) => {
    const read = `read:\n driver = redirect\n local_parts = ann\n file = ${folder}/of-$local_part\n`;
    const refused = `ann@r.example cannot be resolved at this time: Tainted name '${folder}/of-ann' for file read not permitted\n`;
    const shown = await bt(redirect(data, ` local_parts = a\n${more}${read}`), 'a@r.example');
    if (outcome === true) expect(shown).toContain(refused);
    else expect(shown).toBe(outcome);
  });

  it('files, directories and commands by their transports', async () => {
    const data = '/var/mail/x, \\"|/bin/cat -n, \\\\\\"b\\\\\\"\\", /dir/';
    expect(await bt(redirect(data), 'a@r.example')).toBe(
      [
        'a@r.example -> /var/mail/x\n  transport = files',
        'a@r.example -> |/bin/cat -n, "b"\n  transport = pipes',
        'a@r.example -> /dir/\n*** Error in setting up pipe, file, or autoreply:\ndirectory_transport unset in red router',
      ].join('\n'),
    );
    expect(await bt(redirect('/x, |y', ' forbid_file\n forbid_pipe\n'), 'a@r.example')).toBe(
      'a@r.example -> /x *** forbidden ***\na@r.example -> |y *** forbidden ***',
    );
  });

  it.each([
    [':fail:  no such\\n user, x', ' allow_fail\n', 'a@r.example is undeliverable: no such\n user, x'],
    ['\\":fail: quoted, with comma\\", x', ' allow_fail\n', 'a@r.example is undeliverable: quoted, with comma", x'],
    [':defer: later', ' allow_defer\n', waits('later')],
    [':fail: lines at \\n its end \\n\\n', ' allow_fail\n', 'a@r.example is undeliverable: lines at \n its end '],
    ['x@a.example, :blackhole:', '', 'mail to a@r.example is discarded'],
    [':fail: no', '', waits('error in redirect data: ":fail: no" is not permitted')],
    [':blackhole:', ' forbid_blackhole\n', waits('error in redirect data: ":blackhole:" is not permitted')],
  ])('%s', async (data, more, text) => {
    expect(await bt(redirect(data, more), 'a@r.example')).toBe(text);
  });

  it('what stands before :fail: is delivered', async () => {
    expect(await bt(redirect('x@a.example, :fail: no', ' allow_fail\n'), 'a@r.example')).toBe(
      `a@r.example is undeliverable: no\n${leadsTo('x@a.example')}`,
    );
  });

  it.each([
    ['a b', 'missing or malformed local part (expected word or "<") in "a b"'],
    ['a@b@c', 'malformed address: @c may not follow a@b in "a@b@c"'],
    ['\\"unended', 'unmatched doublequote in local part in ""unended"'],
    ['ann@a.example.', 'domain missing or malformed in "ann@a.example."'],
    ['<ann@a.example', `'>' missing at end of address in "<ann@a.example"`],
    ['@x,@y ann@z', 'colon expected after route list in "@y ann@z"'],
  ])('%s is a mistake', async (data, problem) => {
    const found = await bt(redirect(data), 'a@r.example');
    expect(found.startsWith(waits('error in redirect data: '))).toBe(true);
    if (!data.startsWith('@')) expect(found).toBe(waits(`error in redirect data: ${problem}`));
  });

  it('skip_syntax_errors: mistakes are logged, and without addresses the router declines', async () => {
    const log: string[] = [];
    const routers = redirect('bad one, ann@a.example', ' skip_syntax_errors\n');
    expect((await route({ routers, log }, 'a@r.example')).text).toBe(`${leadsTo('ann@a.example')}\n`);
    expect(log).toEqual([
      'red router: skipped error: missing or malformed local part (expected word or "<") in "bad one"',
    ]);
    expect(await bt(redirect('bad one', ' skip_syntax_errors\n'), 'a@r.example')).toBe(
      'a@r.example\n  router = acc, transport = loc',
    );
  });

  it('check_ancestor: a child that is an ancestor is the address once more', async () => {
    const routers = `al:\n driver = redirect\n local_parts = a\n data = b@r.example\nfwd:\n driver = redirect\n local_parts = b\n data = a@r.example, \\\\b\n check_ancestor\n${ACCEPT}`;
    expect(await bt(routers, 'a@r.example')).toContain('b@r.example\n    <-- b@r.example\n    <-- a@r.example');
  });

  it('check_ancestor: what was written otherwise is no double', async () => {
    const routers = `fwd:\n driver = redirect\n local_parts = a\n data = a@r.example, A@r.example\n check_ancestor\n${ACCEPT}`;
    const once = 'a@r.example\n    <-- a@r.example\n  router = acc, transport = loc';
    expect(await bt(routers, 'a@r.example')).toBe(`${once}\n${once}`);
  });

  it('one_time and hide_child_in_errmsg are kept with the children, and one_time allows only addresses', async () => {
    const { text } = await route({ routers: redirect('x@a.example, |y', ' one_time\n') }, 'a@r.example');
    expect(text).toContain('a@r.example -> |y *** forbidden ***');
  });
});

describe('files', () => {
  const fromFile = (name: string, more = ''): string =>
    `red:\n driver = redirect\n domains = r.example\n file = ${join(folder, name)}\n${more}${ACCEPT}`;

  it.each([
    ['a list', 'list', '', leadsTo('ann@example.com', 'bob@b.example')],
    ['no further than a NUL', 'nul', '', leadsTo('ann@example.com')],
    ['none there', 'nosuch', '', 'a@r.example\n  router = acc, transport = loc'],
    ['no folder either', 'nosuch/x', '', `failed to stat ${join(folder, 'nosuch')}/. (No such file or directory)`],
    ['no folder, and that is well', 'nosuch/x', ' ignore_enotdir\n', 'a@r.example\n  router = acc, transport = loc'],
    ['a part that is no folder', 'list/x', '', `failed to open ${join(folder, 'list/x')}: Not a directory`],
    ['a folder', 'sub', '', `${join(folder, 'sub')} is not a regular file`],
    ['a mode', 'open', '', `bad mode (0100666) for ${join(folder, 'open')}: 022 bit(s) unexpected`],
    ['a mode that is well', 'open', ' modemask = 0\n', leadsTo('ann@example.com')],
    ['an owner', 'list', ' owners = 12345\n', `bad owner for ${join(folder, 'list')}`],
    ['a group', 'list', ' owngroups = 12345\n', `bad group for ${join(folder, 'list')}`],
    ['a filter', 'filter', '', 'error in filter file: filtering not enabled'],
  ])('%s', async (_, name, more, text) => {
    const expected = text.startsWith('a@r') || text.includes('<--') ? text : waits(text);
    expect(await bt(fromFile(name, more), 'a@r.example')).toBe(expected);
  });

  it.runIf(isRoot)('what the user of the router may not read', async () => {
    expect(await bt(fromFile('private', ' user = nobody\n'), 'a@r.example')).toBe(
      waits(`failed to open ${join(folder, 'private')}: Permission denied (euid=65534 egid=65534)`),
    );
    expect(await bt(fromFile('private', ' user = nobody\n ignore_eacces\n'), 'a@r.example')).toContain('router = acc');
    expect(await bt(fromFile('private', ' user = 1\n group = 1\n'), 'a@r.example')).toBe(leadsTo('ann@example.com'));
  });

  it('a name that came from outside, or is relative', async () => {
    const tainted = `red:\n driver = redirect\n file = ${folder}/$local_part\n${ACCEPT}`;
    expect((await route({ routers: tainted }, 'list@r.example')).data.message).toBe(
      `Tainted name '${folder}/list' for file read not permitted\n`,
    );
    const relative = `red:\n driver = redirect\n file = rel/x\n${ACCEPT}`;
    expect(await bt(relative, 'a@r.example')).toBe(waits('"rel/x" is not an absolute path'));
  });

  it('an address of our own finding names files', async () => {
    const twice = (data: string): string =>
      `red:\n driver = redirect\n domains = r.example\n data = ${data}\nagain:\n driver = redirect\n domains = out.example\n file = ${folder}/$local_part\n${ACCEPT}`;
    const ours = await bt(twice('list@out.example'), 'a@r.example');
    expect(ours).toContain('<-- list@out.example\n    <-- a@r.example');
    expect(await bt(twice('$local_part@out.example'), 'list@r.example')).toContain(
      `Tainted name '${folder}/list' for file read not permitted`,
    );
  });

  it.each([
    ['list', '', leadsTo('ann@example.com', 'bob@b.example')],
    ['nosuch', '', 'failed to open included file @/nosuch: No such file or directory'],
    ['sub', '', 'error while reading included file @/sub: Is a directory'],
    ['list', ' forbid_include\n', 'included files not permitted'],
    ['list', ' include_directory = /etc\n', 'included file @/list is not in directory /etc'],
    ['circle', '', 'files include one another more than 50 deep: is there a circle?'],
  ])(':include: of %s %s', async (name, more, text) => {
    const expected = text.includes('<--') ? text : waits(`error in redirect data: ${text.replaceAll('@', folder)}`);
    expect(await bt(redirect(`:include:${join(folder, name)}`, more), 'a@r.example')).toBe(expected);
  });

  it('include_directory: no symbolic links', async () => {
    const more = ` include_directory = ${folder}\n`;
    expect(await bt(redirect(`:include:${join(folder, 'link')}`, more), 'a@r.example')).toBe(
      waits(
        `error in redirect data: failed to open ${join(folder, 'link')} (component of included file); could be symbolic link`,
      ),
    );
  });
});

describe('what has no end', () => {
  it('a hundred thousand aliases', async () => {
    const many = Array.from({ length: 100_000 }, (_, at) => `u${at}@a.example`).join(',');
    const file = join(folder, 'many');
    writeFileSync(file, many.slice(0, 1_048_576).replace(/,[^,]*$/, ''));
    const routers = `red:\n driver = redirect\n domains = r.example\n file = ${file}\n${ACCEPT}`;
    const { data } = await route({ routers }, 'a@r.example');
    expect(data.children!.length).toBeGreaterThan(50_000);
    writeFileSync(file, many);
    expect((await route({ routers }, 'a@r.example')).text).toContain(`${file} is too big (max 1048576)`);
  }, 60_000);

  it('an address that grows: a hundred generations', async () => {
    const log: string[] = [];
    const routers = `red:\n driver = redirect\n data = a-$local_part@r.example\n${ACCEPT}`;
    const { text, status } = await route({ routers, log }, 'x@r.example');
    expect([text.match(/<--/g)?.length, status]).toEqual([102, 1]);
    expect(text).toContain(' cannot be resolved at this time: unknown error\n');
    expect(log[0]).toMatch(/^routing loop for a-a-/);
  });

  it('two routers that send an address to and fro', async () => {
    const routers = `one:\n driver = redirect\n local_parts = a\n data = b@r.example\ntwo:\n driver = redirect\n local_parts = b\n data = a@r.example\n`;
    expect(await bt(routers, 'a@r.example')).toBe(
      'a@r.example is undeliverable: Unrouteable address\n    <-- b@r.example\n    <-- a@r.example',
    );
  });
});
