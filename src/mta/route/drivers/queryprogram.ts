/** queryprogram: a program says what becomes of an address (Exim spec ch. 21). No shell has a part in it. */
import { constants } from 'node:os';
import type { ProgramEnd } from '../../../base/process/index.ts';
import { clean, expandOption, firstAnswer, textOf } from '../../expand/index.ts';
import { environmentUnder } from '../../host/index.ts';
import { PANIC } from '../../log/index.ts';
import type { Access } from '../access.ts';
import { type ErrandAnswer, runUserProgram, type UserProgram } from '../errands.ts';
import { readHostList } from '../hosts/host-list.ts';
import { lookUpHosts } from '../hosts/lookup-list.ts';
import { makeItem } from '../item.ts';
import { neverUser } from '../never-users.ts';
import { fromOctets } from '../octets.ts';
import { unquote } from '../quoted.ts';
import { readRedirectList } from '../redirect/list.ts';
import { number, text } from '../settings.ts';
import { acceptWith, settleProps } from '../settle/accept.ts';
import { findTransport, transportNamed } from '../settle/transport.ts';
import { expandName } from '../settle/user.ts';
import type { Deferred, DriverVerdict, Propagated } from '../types.ts';
import { findGroup, findUserOrNumber } from '../users.ts';
import type { Visit } from '../visit.ts';
import { mailboxOptions } from './redirect.ts';
import type { RouterDriver } from './types.ts';

export const queryprogram: RouterDriver = async (visit) => {
  const props = await settleProps(visit);
  if ('kind' in props) return props;
  const identity = await commandIdentity(visit);
  if ('kind' in identity) return identity;
  const words = await commandWords(visit);
  if ('kind' in words) return words;
  const ended = await runAs(words.words, identity, visit);
  if (typeof ended !== 'string') return ended;
  return interpret(ended, props, visit);
};

async function commandIdentity(visit: Visit): Promise<Access | Deferred> {
  const { router } = visit;
  const user = await expandName(visit, 'user', text(router, 'command_user') ?? '', async (name) =>
    findUserOrNumber(name, visit.host),
  );
  if ('kind' in user) return user;
  const written = text(router, 'command_group');
  if (written === undefined) {
    if (user.gid !== undefined) return { uid: user.uid, gid: user.gid };
    return { kind: 'defer', message: `command_user set without command_group for ${router.name} router` };
  }
  const gid = await expandName(visit, 'group', written, async (name) => {
    const found = await findGroup(name);
    return found === undefined ? undefined : { gid: found };
  });
  return 'kind' in gid ? gid : { uid: user.uid, gid: gid.gid };
}

/** Words are parted first, and each is expanded by itself. */
async function commandWords({ router, host }: Visit): Promise<{ readonly words: readonly string[] } | Deferred> {
  const words: string[] = [];
  const failure = await firstAnswer(splitWords(text(router, 'command') ?? ''), async (word) => {
    const expanded = await expandOption(word, host);
    if (expanded.kind !== 'text')
      return defer(
        `Expansion of "${word}" from command "${text(router, 'command')}" in queryprogram router failed: ${expanded.message}`,
      );
    if (expanded.tainted)
      return defer(`Tainted arg ${words.length} for queryprogram router command: '${expanded.text}'`);
    words.push(expanded.text);
    return undefined;
  });
  return failure ?? { words };
}

const defer = (message: string): Deferred => ({ kind: 'defer', message });

function splitWords(command: string): readonly string[] {
  const words: string[] = [];
  for (let rest = command.trimStart(); rest !== ''; ) {
    const [, single, behind = ''] = /^'([^']*)'?(.*)$/s.exec(rest) ?? [];
    const word = single === undefined ? unquote(rest) : { value: single, rest: behind.trimStart() };
    words.push(word.value);
    rest = word.rest;
  }
  return words;
}

/** Of what it writes, what is longer is not read. */
const MAX_ANSWER = 1023;

async function runAs(words: readonly string[], who: Access, visit: Visit): Promise<string | Deferred> {
  const { router } = visit;
  const answer = await run(programOf(words, visit), who, visit);
  if (answer.kind === 'program') return answerOf(answer.ended, router.name);
  const why = answer.kind === 'undone' ? answer.why : 'it was not run';
  return defer(`${router.name} router couldn't create child process: ${why}`);
}

function programOf([command = '', ...args]: readonly string[], { router, world }: Visit): UserProgram {
  const seconds = number(router, 'timeout') ?? 3600;
  return {
    command: fromOctets(command),
    args: args.map(fromOctets),
    cwd: fromOctets(text(router, 'current_directory') ?? '/'),
    environment: environmentUnder(world.configuration),
    timeoutMs: seconds * 1000,
  };
}

/**
 * Who can become nobody runs it as himself, as Exim does. Exim knows no never_users here, and runs as himself whatever
 * verifies: here a program has no rights but those of the user who is named for it, nor root's.
 */
async function run(program: UserProgram, who: Access, { router, world, host }: Visit): Promise<ErrandAnswer> {
  const isRoot = process.geteuid?.() === 0;
  const isOurself = who.uid === process.geteuid?.() && who.gid === process.getegid?.();
  const canBecome = isRoot || (world.doAs !== undefined && !isOurself);
  const never = canBecome ? await neverUser(who.uid, world.configuration, host) : undefined;
  if (never !== undefined)
    return { kind: 'undone', why: `user ${who.uid} set for ${router.name} router is on the ${never} list` };
  if (canBecome && !isRoot) return await world.doAs!(who, { kind: 'program', program });
  return { kind: 'program', ended: await runUserProgram(program, isRoot ? who : {}) };
}

/** As a shell has it of what it could not start, and Exim of a child that could not. */
const NOT_STARTED = 127;
/** There is no room for another process. */
const NO_ROOM = ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'];

function answerOf(ended: ProgramEnd, router: string): string | Deferred {
  const failed = (status: number): Deferred => defer(`${router} router: command returned non-zero code ${status}`);
  switch (ended.kind) {
    case 'exit': {
      if (ended.status !== 0) return failed(ended.status);
      if (ended.output === '') return defer(`${router} router: command failed to return data`);
      return ended.output.slice(0, MAX_ANSWER).trim();
    }
    case 'timeout':
      return defer(`${router} router: command timed out`);
    case 'signal':
      return defer(`${router} router: command killed by signal ${constants.signals[ended.signal as NodeJS.Signals]}`);
    default:
      if (!NO_ROOM.includes(ended.why)) return failed(NOT_STARTED);
      return defer(`${router} router couldn't create child process: ${ended.why}`);
  }
}

async function interpret(answer: string, props: Propagated, visit: Visit): Promise<DriverVerdict> {
  const [, word = '', rest = ''] = /^(\S+)\s?(.*)$/s.exec(answer) ?? [];
  switch (word.toLowerCase()) {
    case 'accept':
      return accepted(rest, props, visit);
    case 'redirect':
      return redirected(rest, props, visit);
    case 'decline':
      return { kind: 'decline' };
    case 'pass':
      return { kind: 'pass' };
    case 'fail':
      return { kind: 'fail', message: rest, userMessage: rest };
    case 'freeze':
      return { kind: 'defer', message: rest, freezes: true };
    case 'defer':
      return defer(rest);
    default:
      return told(`bad command yield: ${word} ${rest}`, visit);
  }
}

/** Addresses, and `:fail:` behind them: no files, no commands, no other words. */
async function redirected(data: string, props: Propagated, visit: Visit): Promise<DriverVerdict> {
  const known = await visit.host.variable('qualify_recipient');
  const reading = readRedirectList(data, {
    mailbox: mailboxOptions(visit),
    rules: {
      allowDefer: false,
      allowFail: true,
      forbidBlackhole: true,
      forbidInclude: true,
      skipsSyntaxErrors: false,
      qualifyDomain: typeof known === 'string' ? known : (known?.text ?? ''),
      ownDomain: visit.item.domain,
    },
  });
  if (reading.kind !== 'list' && reading.kind !== 'fail')
    return defer(`error in redirect data: ${'message' in reading ? reading.message : 'not permitted'}`);
  if (reading.kind === 'list' && reading.generated.length === 0)
    return defer('error in redirect data: no addresses supplied');
  const { world, item } = visit;
  const items = [];
  for (const one of reading.generated) {
    const address = one.kind === 'address' ? one.address : one.text;
    if (one.kind !== 'address') return defer(`error in redirect data: "${address}" is no address`);
    const rewritten = world.rewrite === undefined ? address : await world.rewrite(address);
    items.push(makeItem(rewritten, item, props, false)); // the program is the configuration's, as Exim sees it
  }
  if (reading.kind === 'list') return { kind: 'children', items };
  const { message } = reading;
  return { kind: 'fail', message, userMessage: message, items };
}

/** `data=… transport=… hosts=… lookup=…` */
async function accepted(fields: string, props: Propagated, visit: Visit): Promise<DriverVerdict> {
  const { world, host } = visit;
  const field = await fieldReader(fields, visit);
  const data = field('data');
  const all = data === '' ? props : { ...props, addressData: textOf(data, true) };
  const name = field('transport');
  const transport = name === '' ? undefined : transportNamed(world.configuration.transports, name);
  if (name !== '' && transport === undefined) return told(`unknown transport name ${name} yielded by command`, visit);
  const found = transport === undefined ? await findTransport(visit, 'transport', true) : { transport };
  if ('kind' in found && found.kind === 'defer') return found;
  const lookup = field('lookup');
  if (field('hosts') === '') return acceptWith(visit, { props: all }, found.transport);
  if (lookup !== '' && lookup !== 'byname' && lookup !== 'bydns')
    return told(`bad lookup type "${lookup}" yielded by command`, visit);
  const listed = readHostList(field('hosts'), false, world, host.random);
  const how = lookup === '' ? 'default' : lookup;
  const hosts = await lookUpHosts(listed, { how, onFailure: 'defer', families: 'ipv6-first' }, visit);
  if (!Array.isArray(hosts)) return hosts as DriverVerdict;
  return acceptWith(visit, { props: all, hosts }, found.transport);
}

function told(message: string, { world, router }: Visit): Deferred {
  world.log?.(`${router.name} router: ${message}`, PANIC);
  return defer(message);
}

/** As `${extract` reads them: quotes hold a value together. */
async function fieldReader(fields: string, visit: Visit): Promise<(name: string) => string> {
  const values = new Map<string, string>();
  for (const name of ['data', 'transport', 'hosts', 'lookup']) {
    visit.passing = { address_file: clean(fields) };
    const found = await expandOption(`\${extract{${name}}{$address_file}}`, visit.host);
    values.set(name, found.kind === 'text' ? found.text : '');
  }
  visit.passing = {};
  return (name) => values.get(name) ?? '';
}
