/**
 * Which options of routers and transports were at work: those a configuration gives to an instance that Exim's own trace shows
 * running. A router that only ever declined by its conditions does not count, nor does a transport that nothing came to. Of the
 * main section those are counted that are about deliveries, where a world sets them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPTION_ROWS, readConfiguration } from '../../../../src/mta/config/index.ts';
import { mustRun } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import type { Server } from '../serve-dialogues/servers.ts';

/** What Exim has to tell of, as `-d-all+` has it. */
export const TRACED = 'route+transport';

/**
 * @param trace what Exim told and logged of everything it did in a world
 * @returns `router/redirect data`, `transport headers_add`
 */
export function whatRan({ configurationFile }: Server, trace: string): ReadonlySet<string> {
  const read = readConfiguration({ text: readFileSync(configurationFile, 'latin1'), name: configurationFile });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('; '));
  const { routers, transports, main } = read.value;
  const called = namesIn(trace, /calling (\S+) router$/gm);
  const entered = namesIn(trace, /(?:^|\s)(\S+) transport entered|\bT=(\S+)/gm);
  const ran = [
    ...routers.filter(({ name }) => called.has(name)),
    ...transports.filter(({ name }) => entered.has(name)),
  ];
  const used = [...ran.flatMap(({ settings }) => [...settings.values()]), ...main.values()];
  return new Set(used.map(({ row }) => nameOf(row)));
}

/** A line for each driver and kind, and what was not at work. */
export async function describeCoverage(
  context: Context,
  worlds: readonly ReadonlySet<string>[],
): Promise<readonly string[]> {
  const used = new Set(worlds.flatMap((world) => [...world]));
  const known = await optionsOfExim(context);
  const rows = OPTION_ROWS.filter(isCounted);
  const isUsed = (row: Row): boolean => used.has(nameOf(row));
  const isLacking = (row: Row): boolean => !known.has(nameOf(row));
  const lacking = rows.filter(isLacking);
  const there = rows.filter((row) => !isLacking(row));
  const scopes = [...new Set(there.map(({ scope }) => scope))];
  const counted = (some: readonly Row[]): string => `${some.filter(isUsed).length} of ${some.length}`;
  return [
    `options at work: ${counted(there)}`,
    ...scopes.map((scope) => {
      const own = there.filter((row) => row.scope === scope);
      const open = own.filter((row) => !isUsed(row)).map(({ name }) => name);
      return `  ${scope}: ${counted(own)}${open.length === 0 ? '' : `; not: ${open.join(' ')}`}`;
    }),
    `  not in this Exim: ${lacking.map(nameOf).join(', ')}`,
  ];
}

/** Of the main section: all of these groups but what the reception alone asks, and these others. */
const MAIN_GROUPS = ['bounces', 'queue'];
const MAIN_OPTIONS = [
  'disable_ipv6',
  'dns_again_means_nonexist',
  'dns_dnssec_ok',
  'dns_ipv4_lookup',
  'event_action',
  'hosts_treat_as_local',
  'message_body_newlines',
  'message_body_visible',
  'message_logs',
  'never_users',
  'preserve_message_logs',
  'primary_hostname',
  'qualify_domain',
  'qualify_recipient',
  'received_headers_max',
  'smtp_active_hostname',
];

function isCounted({ scope, group, name, status }: Row): boolean {
  if (status !== 'works') return false;
  return scope === 'main'
    ? MAIN_GROUPS.includes(group) || MAIN_OPTIONS.includes(name)
    : /^(router|transport)/.test(scope);
}

type Row = (typeof OPTION_ROWS)[number];

const nameOf = ({ scope, name }: Row): string => `${scope} ${name}`;

const namesIn = (trace: string, pattern: RegExp): ReadonlySet<string> =>
  new Set([...trace.matchAll(pattern)].map(([, name, other]) => (name ?? other)!));

const OPTION_LINE = /^(?:no_)?(\w+)(?: =.*)?$/gm;

/** What each driver takes, as `-bP` lists it: `no_more`, `data = …`; a driver's generic options stand among its own. */
async function optionsOfExim({ folder }: Context): Promise<ReadonlySet<string>> {
  const file = join(folder, 'every-driver.conf');
  writeFileSync(file, EVERY_DRIVER);
  const known = new Set(['router verify', 'router fail_verify']); // taken, and not listed
  const main = await mustRun(programs.exim, ['-C', file, '-bP']);
  for (const name of namesIn(main, OPTION_LINE)) known.add(`main ${name}`);
  for (const kind of ['router', 'transport']) {
    const text = await mustRun(programs.exim, ['-C', file, '-bP', `${kind}s`]);
    for (const list of text.split(/^(?=\w+ \w+:$)/m)) {
      const driver = /^(\w+) /m.exec(list)?.[1];
      for (const name of namesIn(list, OPTION_LINE))
        for (const scope of [kind, `${kind}/${driver}`]) known.add(`${scope} ${name}`);
    }
  }
  return known;
}

/** Each under its own name. `queuefile` is in no Exim that Debian builds. */
const EVERY_DRIVER = `keep_environment =
begin routers
accept:
  driver = accept
  transport = smtp
dnslookup:
  driver = dnslookup
  transport = smtp
ipliteral:
  driver = ipliteral
  transport = smtp
manualroute:
  driver = manualroute
  route_list = *
  transport = smtp
iplookup:
  driver = iplookup
  hosts = 127.0.0.1
  port = 7
queryprogram:
  driver = queryprogram
  command = /bin/true
  command_user = nobody
redirect:
  driver = redirect
  data = x
begin transports
appendfile:
  driver = appendfile
pipe:
  driver = pipe
autoreply:
  driver = autoreply
lmtp:
  driver = lmtp
  socket = /nowhere
smtp:
  driver = smtp
`;
