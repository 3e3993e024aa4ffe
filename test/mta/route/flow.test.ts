/** Through the routers in their order: what Exim 4.96 printed for the same routers. */
import { describe, expect, it } from 'vitest';
import { bt, route } from '../../support/route.ts';

const ACCEPT = 'acc:\n driver = accept\n transport = loc\n';
const fails = (name: string, text: string, more = ''): string =>
  `${name}:\n driver = redirect\n allow_fail\n data = :fail: ${text}\n${more}`;

describe('preconditions', () => {
  it.each([
    ['domains', ' domains = b.example : *.c.example\n', 'x@b.example', 'x@a.example'],
    ['local_parts in lower case', ' local_parts = ann : ^b\n', 'ANN@b.example', 'zed@b.example'],
    ['local_parts with +caseful', ' local_parts = +caseful : Ann\n', 'Ann@b.example', 'ann@b.example'],
    ['caseful_local_part', ' caseful_local_part\n local_parts = Ann\n', 'Ann@b.example', 'ann@b.example'],
    ['senders', ' senders = *@example.net\n', 'x@b.example', undefined],
    ['senders that are not this one', ' senders = : other@example.net\n', undefined, 'x@b.example'],
    ['condition', ' condition = ${if eq{$domain}{b.example}}\n', 'x@b.example', 'x@c.example'],
    ['condition, an empty text', ' condition = ${if eq{$domain}{b.example}{}{1}}\n', 'x@c.example', 'x@b.example'],
    ['two conditions', ' condition = yes\n condition = ${if eq{$local_part}{a}}\n', 'a@b.example', 'b@b.example'],
    ['check_local_user', ' check_local_user\n', 'root@b.example', 'nosuchuser@b.example'],
    ['require_files', ' require_files = /etc/passwd : !/nosuch\n', 'x@b.example', undefined],
    ['require_files without one', ' require_files = /nosuch\n', undefined, 'x@b.example'],
    ['require_files for a user', ' require_files = nobody : /etc/passwd\n', 'x@b.example', undefined],
    [
      'require_files with + for what may not be read',
      ' require_files = nobody : +/proc/1/environ\n',
      undefined,
      'x@b.example',
    ],
    ['address_test', ' no_address_test\n', undefined, 'x@b.example'],
    ['verify_only', ' verify_only\n', undefined, 'x@b.example'],
    ['local_part_prefix', ' local_part_prefix = real- : *-own-\n', 'a-b-own-c@b.example', 'c@b.example'],
    ['local_part_suffix', ' local_part_suffix = +* : -x\n', 'a+b@b.example', 'a@b.example'],
    ['local_part_suffix_optional', ' local_part_suffix = +*\n local_part_suffix_optional\n', 'a@b.example', undefined],
  ])('%s', async (_, option, taken, passed) => {
    const routers = `one:\n driver = accept\n transport = loc\n${option}two:\n driver = accept\n transport = smtp\n verify_only = no\n`;
    if (taken !== undefined) expect(await bt(routers, taken)).toContain('router = one');
    if (passed !== undefined) expect(await bt(routers, passed)).toContain('router = two');
  });

  it('are skipped in verification where the router is not for it', async () => {
    const routing = { routers: `${fails('one', 'no', ' no_verify_sender\n')}${ACCEPT}` };
    const as = async (as: 'sender' | 'recipient') => (await route(routing, 'a@b.example', { as })).text;
    expect(await as('sender')).toBe('a@b.example verified\n');
    expect(await as('recipient')).toBe('a@b.example failed to verify: no\n');
  });

  it('tell in the trail which failed, and why', async () => {
    const { data } = await route(
      { routers: `one:\n driver = accept\n transport = loc\n domains = z.example\n${ACCEPT}` },
      'a@b.example',
    );
    expect(data.trail).toMatchObject([
      { router: 'one', result: 'skipped', option: 'domains', reason: '"b.example" is not in it', value: 'z.example' },
      { router: 'acc', result: 'accepted' },
    ]);
  });

  it('logs a list that cannot be expanded', async () => {
    const log: string[] = [];
    await route(
      { routers: 'one:\n driver = accept\n domains = ${lookup{x}lsearch{/nosuch}}\n transport = loc\n', log },
      'a@b.example',
    );
    expect(log).toEqual([
      'failed to expand "${lookup{x}lsearch{/nosuch}}" while checking a list: failed to open /nosuch for linear search: No such file or directory',
    ]);
  });

  it.each([
    ['domains = ${lookup{x}lsearch{/nosuch}}', 'domains check lookup or other defer'],
    ['condition = ${lookup testdb{defer}}', 'condition check lookup defer'],
    ['require_files = relative/x', 'require_files: "relative/x" is not absolute'],
    ['require_files = nosuchuser : /etc/passwd', 'user "nosuchuser" for require_files not found'],
    [
      'router_home_directory = ${nosuch:x}',
      'failed to expand "${nosuch:x}" for router_home_directory: unknown expansion operator "nosuch"',
    ],
    [
      'address_data = ${nosuch:x}',
      'expansion of "${nosuch:x}" failed in one router: unknown expansion operator "nosuch"',
    ],
    [
      'more = ${lc:maybe}\n address_data = ${if eq{a}{b}{x}fail}',
      '"maybe" is not a valid value for the "more" option in the one router',
    ],
    ['unseen = ${lc:maybe}', '"maybe" is not a valid value for the "unseen" option in the one router'],
    ['transport = ${lc:nosuch}', 'transport "nosuch" not found in one router'],
    ['transport = $local_part', 'internal configuration error'],
    [
      'headers_add = ${nosuch:x}',
      'one router failed to expand add_headers item "${nosuch:x}": unknown expansion operator "nosuch"',
    ],
    ['errors_to = ${nosuch:x}', 'one router failed to expand "${nosuch:x}": unknown expansion operator "nosuch"'],
    [
      'user = ${lc:nosuchuser}',
      'Failed to find user "nosuchuser" from expanded string "${lc:nosuchuser}" for the one router',
    ],
  ])('%s waits', async (option, message) => {
    const transport = option.startsWith('transport') ? '' : ' transport = loc\n';
    expect(await bt(`one:\n driver = accept\n${transport} ${option}\n${ACCEPT}`, 'a@b.example')).toBe(
      `a@b.example cannot be resolved at this time: ${message}`,
    );
  });

  it('a condition that cannot be expanded is false, and logged', async () => {
    const log: string[] = [];
    const routers = `one:\n driver = accept\n transport = loc\n condition = \${nosuch:x}\n${ACCEPT}`;
    expect((await route({ routers, log }, 'a@b.example')).text).toContain('router = acc');
    expect(log).toEqual([
      'failed to expand condition "${nosuch:x}" for one router: unknown expansion operator "nosuch"',
    ]);
  });
});

describe('variables', () => {
  const shown =
    'lp=$local_part pre=$local_part_prefix/$local_part_prefix_v suf=$local_part_suffix/$local_part_suffix_v ' +
    'dd=$domain_data olp=$original_local_part od=$original_domain plp=$parent_local_part pd=$parent_domain ' +
    'vm=$verify_mode sa=$sender_address uid=$local_user_uid rn=$router_name rx=$r_x ad=$address_data';
  const routers =
    `${fails('vars', shown)} domains = vars.example\n set = r_x = $local_part ; r_y = 2\n address_data = ad-$local_part\n` +
    ' local_part_prefix = *-p-\n local_part_prefix_optional\n local_part_suffix = -*\n local_part_suffix_optional\n' +
    'toparent:\n driver = redirect\n data = x-p-$local_part-suf@vars.example\n';

  it('of the address, its parent and its origin', async () => {
    expect(await bt(routers, 'A@par.example')).toBe(
      'x-p-a-suf@vars.example is undeliverable: lp=a pre=x-p-/x suf=-suf/suf dd=vars.example olp=a od=par.example plp=a ' +
        'pd=par.example vm=R sa=sender@example.net uid=4294967295 rn=vars rx=a ad=ad-a\n    <-- A@par.example',
    );
  });

  it('verified as a sender there is none', async () => {
    const { text } = await route({ routers }, 'a@vars.example', { as: 'sender' });
    expect(text).toContain('vm=S sa= ');
  });

  it('quotes are not part of the local part', async () => {
    expect(await bt(routers, '"a b"@vars.example')).toContain('"a b"@vars.example is undeliverable: lp=a b ');
  });

  it('percent_hack_domains makes another address of it', async () => {
    const main = 'percent_hack_domains = hack.example';
    expect(await bt({ main, routers: ACCEPT }, 'root%b.example@hack.example')).toBe(
      'root@b.example\n    <-- root%b.example@hack.example\n  router = acc, transport = loc',
    );
  });
});

describe('where an address goes on', () => {
  it('no_more ends with the words of the last router', async () => {
    const routers = `one:\n driver = redirect\n data =\n no_more\n cannot_route_message = sorry $local_part\n${ACCEPT}`;
    expect(await bt(routers, 'Ann@b.example')).toBe('Ann@b.example is undeliverable: sorry ann');
  });

  it('nobody takes it', async () => {
    expect(await bt('one:\n driver = accept\n transport = loc\n condition = no\n', 'a@b.example')).toBe(
      'a@b.example is undeliverable: Unrouteable address',
    );
  });

  it('pass_router and self = pass', async () => {
    const routers =
      'one:\n driver = manualroute\n route_list = * 127.0.0.1\n transport = smtp\n self = pass\n pass_router = three\n' +
      `${fails('two', 'two')}${fails('three', 'three $self_hostname')}`;
    expect(await bt(routers, 'a@b.example')).toBe('a@b.example is undeliverable: three 127.0.0.1');
  });

  it('unseen: the copy comes before what redirection makes', async () => {
    const routers =
      'u1:\n driver = accept\n domains = u.example\n unseen\n transport = loc\n' +
      `u2:\n driver = redirect\n domains = u.example\n unseen\n data = a@z.example\n${ACCEPT}`;
    expect(await bt(routers, 'a@u.example')).toBe(
      [
        'a@z.example',
        '    <-- a@u.example',
        '    <-- a@u.example',
        '    <-- a@u.example',
        '  router = acc, transport = loc',
        'a@u.example',
        '    <-- a@u.example',
        '    <-- a@u.example',
        '  router = acc, transport = loc',
        'a@u.example',
        '    <-- a@u.example',
        '  router = u1, transport = loc',
      ].join('\n'),
    );
  });

  it('unseen: of what is thrown away, who only asks hears of the copy', async () => {
    const routers = `one:\n driver = redirect\n unseen\n data = :blackhole:\n`;
    expect(await bt(routers + ACCEPT, 'a@b.example')).toBe(
      'a@b.example\n    <-- a@b.example\n  router = acc, transport = loc',
    );
    expect(await bt(routers + fails('two', 'end'), 'a@b.example')).toContain('a@b.example is undeliverable: end');
  });

  it('an address that leads to itself does not come to the router again', async () => {
    const routers = `one:\n driver = redirect\n data = a@b.example\n${fails('two', 'end')}`;
    expect(await bt(routers, 'a@b.example')).toBe('a@b.example is undeliverable: end\n    <-- a@b.example');
  });

  it('no_repeat_use: nothing that the router has made', async () => {
    const routers = `one:\n driver = redirect\n data = a-$local_part@b.example\n no_repeat_use\n${ACCEPT}`;
    expect(await bt(routers, 'x@b.example')).toBe(
      'a-x@b.example\n    <-- x@b.example\n  router = acc, transport = loc',
    );
  });

  it('redirect_router: children begin there', async () => {
    const routers =
      `one:\n driver = redirect\n domains = b.example\n data = x@b.example\n redirect_router = three\n` +
      `${fails('two', 'two')}${fails('three', 'three')}`;
    expect(await bt(routers, 'a@b.example')).toContain('x@b.example is undeliverable: three');
  });

  it('fail_verify: what is accepted fails when it is verified', async () => {
    const routing = { routers: `one:\n driver = accept\n transport = loc\n fail_verify\n` };
    expect((await route(routing, 'a@b.example', { as: 'recipient' })).text).toBe(
      'a@b.example failed to verify: one router forced verify failure\n',
    );
    expect((await route(routing, 'a@b.example')).text).toContain('router = one');
  });

  it('address_data made to fail declines', async () => {
    const routers = `one:\n driver = accept\n transport = smtp\n address_data = \${if eq{a}{b}{x}fail}\n${ACCEPT}`;
    expect(await bt(routers, 'a@b.example')).toContain('router = acc');
  });
});

describe('what goes with a delivery', () => {
  it('errors_to is verified, headers and users are kept', async () => {
    const routers =
      'one:\n driver = accept\n domains = b.example\n transport = loc\n errors_to = bounces@b.example\n user = root\n' +
      ' headers_add = X-One: 1\n headers_add = X-Two: ${lc:A}\n headers_remove = X-A : X-B*\n transport_home_directory = /h/$local_part\n';
    expect((await route({ routers }, 'a@b.example')).data).toMatchObject({
      errorsTo: 'bounces@b.example',
      headersAdd: ['X-One: 1', 'X-Two: a'],
      headersRemove: ['X-A', 'X-B*'],
      uid: 0,
      gid: 0,
      home: '/h/$local_part',
    });
    const bad = routers.replace('bounces@b.example', 'bounces@nowhere.example');
    expect((await route({ routers: bad }, 'a@b.example')).data.errorsTo).toBeUndefined();
    const none = routers.replace(' errors_to = bounces@b.example', ' errors_to =');
    expect((await route({ routers: none }, 'a@b.example')).data.errorsTo).toBe('');
  });
});
