/** pipe: what programs are given, how they end, and what is said of it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverTest, MESSAGE, messageId, type TransportCase } from '../../support/transport.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipe-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deliver = (options: string, more: Partial<TransportCase> = {}) =>
  deliverTest({
    transports: `piped:\n driver = pipe\n${options
      .split('\n')
      .map((line) => ` ${line.replaceAll('%/', `${folder}/`)}\n`)
      .join('')}`,
    ...more,
  });
const read = (name: string): string => readFileSync(join(folder, name), 'latin1');
const users = (command: string): Partial<TransportCase> => ({
  recipients: [{ address: `|${command}`, special: 'pipe', original: 'bob@example.com' }],
});

/** What nobody has waited for is not running any more. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

describe('a program', () => {
  it('is not started by a command that somebody outside had a say in', async () => {
    const recipients = [{ ...users('/bin/sh -c "echo ran > %/out"').recipients![0]!, isTainted: true }];
    const { outcome } = await deliver('', { recipients });
    expect(outcome.status).toBe('deferred');
    expect(outcome.text).toBe(`Tainted '/bin/sh -c "echo ran > %/out"' (command for piped transport) not permitted`);
  });

  it('is given the message between its From line and an empty line', async () => {
    const { outcome } = await deliver('command = /bin/sh -c "cat > %/out"');
    expect(outcome).toMatchObject({ status: 'delivered', octets: read('out').length });
    const [first, ...rest] = read('out').split('\n');
    expect(first).toMatch(/^From ann@example\.org \w{3} \w{3} /);
    expect(rest.join('\n')).toBe(`${MESSAGE}\n`);
  });

  it('has its arguments expanded each by itself, and no shell', async () => {
    writeFileSync(join(folder, 'args'), '#!/bin/sh\nfor one; do printf "<%s>\\n" "$one"; done\n', { mode: 0o755 });
    const { outcome } = await deliver(
      'command = %/args $primary_hostname "a $primary_hostname" $pipe_addresses a;b *\nreturn_output',
      {
        recipients: [{ address: 'x;rm -rf@example.com' }],
      },
    );
    expect(outcome.output).toBe('<mail.example.com>\n<a mail.example.com>\n<x;rm -rf@example.com>\n<a;b>\n<*>\n');
  });

  it('is given nothing from outside but addresses', async () => {
    expect((await deliver('command = /bin/echo x $local_part')).outcome).toMatchObject({
      status: 'failed',
      text: "Tainted arg 2 for piped transport command: 'bob'",
    });
    const inShell = (address: string) =>
      deliver('command = echo $pipe_addresses\nuse_shell\nreturn_output', { recipients: [{ address }] });
    expect((await inShell('bob@example.com')).outcome.output).toBe('bob@example.com\n');
    expect((await inShell('bob;id@example.com')).outcome).toMatchObject({
      status: 'deferred',
      panic: true,
      text: 'Expansion of command "echo bob;id@example.com" in piped transport failed: attempt to expand tainted string \'echo bob;id@example.com\'',
    });
  });

  it('stands for all recipients by $pipe_addresses', async () => {
    const { outcome } = await deliver(
      'command = /bin/echo $pipe_addresses $primary_hostname\nreturn_output\nbatch_max = 9',
      {
        recipients: [{ address: 'a@example.com' }, { address: 'b@example.com' }],
      },
    );
    expect(outcome).toMatchObject({
      status: 'failed',
      text: 'return message generated',
      output: 'a@example.com b@example.com mail.example.com\n',
    });
  });

  it('is told who and where by its environment, and by nothing else', async () => {
    await deliver(
      'command = /bin/sh -c "/usr/bin/env > %/env; pwd > %/cwd"\nenvironment = "X=1 : TZ=UTC"\npath = /bin:/usr/bin',
      {
        recipients: [{ address: 'pre-bob+x@example.com', localPart: 'bob', prefix: 'pre-', suffix: '+x' }],
        home: folder,
      },
    );
    const names = Object.fromEntries(
      read('env')
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s, 2)),
    );
    const { PWD: _, OLDPWD: __, SHLVL: ___, _: ____, ...told } = names;
    expect(told).toEqual({
      LOCAL_PART: 'bob',
      LOGNAME: 'bob',
      USER: 'bob',
      LOCAL_PART_PREFIX: 'pre-',
      LOCAL_PART_SUFFIX: '+x',
      DOMAIN: 'example.com',
      HOME: folder,
      MESSAGE_ID: messageId,
      PATH: '/bin:/usr/bin',
      RECIPIENT: 'pre-bob+x@example.com',
      QUALIFY_DOMAIN: 'example.com',
      SENDER: 'ann@example.org',
      SHELL: '/bin/sh',
      TZ: 'UTC',
      X: '1',
    });
    expect(read('cwd')).toBe(`${folder}\n`);
  });

  it.each([
    ['exit 0', '', { status: 'delivered' }],
    [
      'exit 75',
      '',
      {
        status: 'deferred',
        text: 'Child process of piped transport returned 75 (could mean temporary error) from command: /bin/sh',
      },
    ],
    [
      'exit 1',
      '',
      {
        status: 'failed',
        userText: 'local delivery failed',
        text: 'Child process of piped transport returned 1 from command: /bin/sh',
      },
    ],
    ['exit 1', 'temp_errors = 1:2', { status: 'deferred' }],
    ['exit 9', 'temp_errors = *', { status: 'deferred' }],
    ['exit 9', 'ignore_status', { status: 'delivered' }],
    [
      'exit 139',
      '',
      {
        status: 'failed',
        text: expect.stringContaining(
          'returned 139 (could mean shell command ended by signal 11 (Segmentation fault)) from',
        ),
      },
    ],
    [
      'kill -9 $$',
      '',
      {
        status: 'failed',
        text: 'Child process of piped transport (running command "/bin/sh -c \'kill -9 $$\'") was terminated by signal 9 (Killed)',
      },
    ],
    ['kill -9 $$', 'freeze_signal', { status: 'deferred', special: 'freeze' }],
    ['kill -9 $$', 'ignore_status', { status: 'delivered' }],
  ] as const)('that does "%s" (%s)', async (script, option, expected) => {
    const { outcome } = await deliver(option, users(`/bin/sh -c '${script}'`));
    expect(outcome).toMatchObject(expected);
  });

  it('that is not there', async () => {
    expect((await deliver('', users('/no/such/program x'))).outcome).toMatchObject({
      status: 'failed',
      text: 'Child process of piped transport returned 127 (could mean unable to exec or command does not exist) from command: /no/such/program',
    });
    expect((await deliver('freeze_exec_fail', users('/no/such/program x'))).outcome).toMatchObject({
      status: 'deferred',
      special: 'freeze',
      text: 'pipe process failed to exec "/no/such/program x"',
    });
    expect((await deliver('', users('nosuchprogram'))).outcome).toMatchObject({
      status: 'failed',
      text: '"nosuchprogram" command not found for piped transport',
    });
    expect((await deliver('')).outcome).toMatchObject({
      status: 'deferred',
      text: 'no command specified for piped transport',
    });
  });

  it('of a user is judged by allow_commands and restrict_to_path, and not expanded', async () => {
    expect((await deliver('allow_commands = /bin/cat', users('/bin/echo x'))).outcome).toMatchObject({
      status: 'failed',
      text: '"/bin/echo" command not permitted by piped transport',
    });
    expect((await deliver('restrict_to_path', users('/bin/echo x'))).outcome.text).toBe(
      '"/" found in "/bin/echo x" (command for piped transport) - failed for security reasons',
    );
    expect((await deliver('restrict_to_path\nallow_commands = /bin/echo', users('/bin/echo x'))).outcome.status).toBe(
      'delivered',
    );
    const { outcome } = await deliver('restrict_to_path\nreturn_output', users("echo '$local_part' ${run{/bin/sh}}"));
    expect(outcome.output).toBe('$local_part ${run{/bin/sh}}\n');
    const forced = await deliver(
      'command = /bin/echo "<$address_pipe>" $address_pipe\nforce_command\nreturn_output',
      users('/usr/bin/x a b'),
    );
    expect(forced.outcome.output).toBe('<|/usr/bin/x a b> /usr/bin/x a b\n');
  });

  it('that never ends is ended with all that it has started', async () => {
    const started = Date.now();
    const { outcome } = await deliver('timeout = 1s', users(`/bin/sh -c 'sleep 60 & echo $! > ${folder}/pid; wait'`));
    expect(outcome).toMatchObject({ status: 'failed', text: 'pipe delivery process timed out' });
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(isRunning(Number(read('pid')))).toBe(false);
    expect((await deliver('timeout = 1s\ntimeout_defer', users('/bin/sleep 60'))).outcome.status).toBe('deferred');
  });

  it('that does not read is written to in vain, and one that reads nothing at all may end well', async () => {
    const message = `${MESSAGE}${'x'.repeat(300_000)}\n`;
    const { outcome } = await deliver('timeout = 1s', { message, ...users('/bin/sleep 60') });
    expect(outcome.text).toBe('pipe delivery process timed out (preceded by timeout while writing to pipe)');
    expect((await deliver('', { message, ...users('/bin/true') })).outcome.status).toBe('delivered');
  });

  it('that says too much is ended', async () => {
    const { outcome } = await deliver('max_output = 1K\nreturn_fail_output', users('/usr/bin/yes'));
    expect(outcome).toMatchObject({ status: 'failed', text: expect.stringContaining('signal 9 (Killed)') });
    expect(outcome.output).toMatch(/\n\n\*\*\* Too much output - remainder discarded \*\*\*\n$/);
    expect(outcome.output!.length).toBeLessThan(200_000);
  });

  it('its first line is logged where that is asked for', async () => {
    const said = users("/bin/sh -c 'echo one; echo two; exit 75'");
    expect((await deliver('log_output', said)).log).toEqual([
      "<|/bin/sh -c 'echo one; echo two; exit 75'>: piped transport output: one",
    ]);
    expect((await deliver('log_fail_output', said)).log).toEqual([]);
    expect((await deliver('log_defer_output', said)).log).toHaveLength(1);
    expect((await deliver('return_fail_output', said)).outcome.output).toBeUndefined();
  });

  it('use_shell expands all of it at once', async () => {
    const { outcome } = await deliver(
      'command = echo ${uc:a b} $primary_hostname | tr a-z A-Z\nuse_shell\nreturn_output',
    );
    expect(outcome.output).toBe('A B MAIL.EXAMPLE.COM\n');
  });

  it('one whose arguments cannot be expanded waits, and an administrator is told', async () => {
    expect((await deliver('command = /bin/echo ${nosuch:x}')).outcome).toMatchObject({
      status: 'deferred',
      panic: true,
      text: 'Expansion of "${nosuch:x}" from command "/bin/echo ${nosuch:x}" in piped transport failed: unknown expansion operator "nosuch"',
    });
  });
});
