/** Options: `exim -bP` prints every one it knows with its default; our rows must have them all, with the same. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DriverKind, findOption, type OptionScope, optionsOf } from '../../../../src/mta/config/options/index.ts';
import { mustRun } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { aclPhases } from './acl-phases.ts';
import { aclWords } from './acl-words.ts';
import { DIFFERENT, MADE } from './differences.ts';

export const suite: Suite = {
  name: 'exim-options',
  proves:
    'every option that exim -bP prints, of the main section and of each driver, is a row with the same default; Exim reads our words of ACLs',
  run,
};

async function run(context: Context): Promise<void> {
  mkdirSync(context.folder, { recursive: true });
  await compare(context, 'main', ['main'], '', ['-bP'], new Set(Object.keys(DIFFERENT)));
  for (const [scope, setting] of Object.entries(INSTANCES)) {
    const [kind, driver] = scope.split('/') as [DriverKind, string];
    const set = new Set([...setting.map((line) => line.split(' ')[0]!), 'driver', ...Object.keys(MADE)]);
    const text = instance(kind, driver, setting);
    await compare(context, scope, [kind, `${kind}/${driver}`], text, ['-bP', `${kind}s`], set);
  }
  await aclWords(context);
  await aclPhases(context);
  context.note(`${optionsOf('main').length} main options; ${Object.keys(INSTANCES).length} drivers of this build`);
}

/** What each driver must have set. cyrus_sasl and heimdal_gssapi ask their libraries for mechanisms that are not there. */
const INSTANCES: Readonly<Record<string, readonly string[]>> = {
  'router/accept': ['transport = t'],
  'router/dnslookup': ['transport = t'],
  'router/ipliteral': ['transport = t'],
  'router/iplookup': ['hosts = 127.0.0.1', 'port = 3'],
  'router/manualroute': ['transport = t', 'route_list = a b'],
  'router/queryprogram': ['transport = t', 'command = /bin/true', 'command_user = mail'],
  'router/redirect': ['data = x'],
  'transport/appendfile': ['file = /dev/null', 'user = mail'],
  'transport/autoreply': ['user = mail'],
  'transport/lmtp': ['command = /bin/true'],
  'transport/pipe': ['command = /bin/true', 'user = mail'],
  'transport/smtp': [],
  'authenticator/dovecot': ['server_socket = /x'],
  'authenticator/external': ['server_condition = x'],
  'authenticator/plaintext': ['server_prompts = :', 'server_condition = x'],
  'authenticator/spa': ['server_password = x'],
  'authenticator/tls': ['server_condition = x'],
};

function instance(kind: DriverKind, driver: string, settings: readonly string[]): string {
  const own = `begin ${kind}s\none:\n  driver = ${driver}\n${settings.map((line) => `  ${line}\n`).join('')}`;
  return kind === 'router' ? `${own}begin transports\nt:\n  driver = smtp\n` : own;
}

async function compare(
  context: Context,
  name: string,
  scopes: readonly OptionScope[],
  text: string,
  args: readonly string[],
  different: ReadonlySet<string>,
): Promise<void> {
  const file = join(context.folder, `${name.replace('/', '-')}.conf`);
  writeFileSync(file, `keep_environment =\n${text}`);
  chmodSync(file, 0o644);
  const stdout = await mustRun(programs.exim, ['-C', file, ...args]);
  const theirs = optionsPrinted(stdout);
  await context.test(`${name}: ${theirs.size} options are rows`, () => {
    if (theirs.size < 9) throw new Error(`only ${theirs.size} options in: ${stdout.slice(0, 200)}`);
    const missing = [...theirs.keys()].filter((option) => findOption(scopes, option) === undefined);
    if (missing.length > 0) throw new Error(`no rows for ${missing.join(', ')}`);
  });
  await context.test(`${name}: with the same defaults`, () => {
    const wrong = [...theirs].flatMap(([option, value]) => {
      const ours = findOption(scopes, option)?.row.default ?? '';
      return ours === value || different.has(option) ? [] : [`${option} is ${value}, and not ${ours}`];
    });
    if (wrong.length > 0) throw new Error(wrong.join('; '));
  });
}

/** Booleans as `true` or nothing. Names with a star are how Exim keeps the text of an option that is expanded. */
function optionsPrinted(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => /^[a-z][a-z0-9_]*( =|$)/.test(line));
  return new Map(lines.map(readLine));
}

function readLine(line: string): readonly [string, string] {
  const equals = line.indexOf(' =');
  if (equals >= 0) return [line.slice(0, equals), line.slice(equals + 3)];
  return line.startsWith('no_') ? [line.slice(3), ''] : [line, 'true'];
}
