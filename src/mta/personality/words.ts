/** The command line as Exim reads it (Exim spec ch. "The Exim command line"). */
import { existsSync } from 'node:fs';
import { err, ok, type Result } from '../../base/index.ts';
import { isMessageId } from '../message-id/index.ts';
import { CLAIM_FLAGS, type Claims, readClaim, readMacroFlag, selectorFault } from '../submission/index.ts';
import { type RunAsked, takeRunWord } from './run-words.ts';
import type { Call, PersonalityPorts, Tried } from './types.ts';

interface Words {
  flag: string | undefined;
  file: string | undefined;
  readonly macros: Record<string, string>;
  readonly words: string[];
  sender: string | undefined;
  claims: Claims;
  /** `-qGname`: a run of that queue, or whose queue another flag is about. */
  queue: string | undefined;
  run: RunAsked | undefined;
  saysQueue: boolean;
  /** `-Mset`: the message that strings are about. */
  loaded: string | undefined;
  verbose: boolean;
  bare: boolean;
  aliases: string | undefined;
  tried: Tried | undefined;
}

/** Modes, and what belongs to them, begin with one of these. */
const MODES = /^(-b[A-Za-z].*|-M.*|-t|-ti|--version)$/;

/** Of these, one says what is done. */
const ALONE = /^-(b(t|v|vs|e|i|s|S|d|df|w.*)|ti?)$/;

/** What stands beside nothing else that is done. */
const DAEMON = /^-b(?:d|df|w.*)$/;

/** What has no effect on the modes there are. */
const WITHOUT_EFFECT =
  /^(-d.*|-N|-i|-oi|-v|-G|-m|-om|-oo|-x|-U|-A[cm]|-p[ds]?|-tls-on-connect|-bnq|-B.*|-od.*|-oe.*|-e[empqw])$/;

/** The same, with a word that belongs to them, joined or not. */
const WITH_WORD = /^-(?:L|O|X|oX|oP|h)()$/;
const WITH_JOINED = /^-(?:L|O|F).+/;

/** @returns the call, or what Exim would say of it */
export function readCall(given: readonly string[], ports: Pick<PersonalityPorts, 'defaultFile'>): Result<Call, string> {
  const read: Words = {
    flag: undefined,
    file: undefined,
    macros: {},
    words: [],
    sender: undefined,
    claims: {},
    queue: undefined,
    run: undefined,
    saysQueue: false,
    loaded: undefined,
    verbose: false,
    bare: false,
    aliases: undefined,
    tried: undefined,
  };
  const rest = given[0] === '--' ? given.slice(1) : [...given];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    if (read.words.length > 0 || !word.startsWith('-') || word === '--') {
      if (word !== '--') read.words.push(word);
      continue;
    }
    const taken = takeOption(read, word, rest.slice(at + 1));
    if (!taken.ok) return taken;
    at += taken.value;
  }
  if (doNotFit(read)) return err(`exim: ${INCOMPATIBLE}\n`);
  const flag = read.flag ?? (read.run === undefined ? undefined : '-q');
  if (flag === undefined) return err(abandoned(read.words[0] ?? ''));
  return ok(callOf(read, flag, ports.defaultFile));
}

const INCOMPATIBLE = 'incompatible command-line options or arguments';

/** A run takes no words but its own, -bi and -bf none at all; a message is loaded for strings alone. */
const doNotFit = ({ flag = '', run, words, loaded }: Words): boolean =>
  (flag === '-bi' && words.length > 0) ||
  (run !== undefined && words.length > 0 && !flag.startsWith('-M')) ||
  (loaded !== undefined && flag !== '-be') ||
  (flag === '-bf' && words.length > 0);

/** How many of the next words belong to it. */
function takeOption(read: Words, word: string, following: readonly string[]): Result<number, string> {
  const [next] = following;
  if (word.startsWith('-C')) return takeValue(word, 2, next, (file) => (read.file = file));
  if (word.startsWith('-f') || word.startsWith('-r'))
    return takeValue(word, 2, next, (sender) => (read.sender = sender));
  if (word.startsWith('-oA')) return takeValue(word, 3, next, (file) => (read.aliases = file));
  if (word.startsWith('-D')) return takeMacro(read, word);
  if (word === '-Mset') return takeLoaded(read, next);
  const part = TRIED[word];
  if (part !== undefined) return takeTried(read, word, part, next);
  if (CLAIM_FLAGS.test(word)) return takeClaim(read, word, next);
  if (WITH_WORD.test(word))
    return next === undefined
      ? err(EXPECTED.has(word) ? `exim: string expected after ${word}\n` : abandoned(word))
      : ok(1);
  if (WITH_JOINED.test(word)) return ok(0);
  const wrong = selectorFault(word);
  if (wrong !== undefined) return err(`exim: ${wrong}\n`);
  if (word === '-v') read.verbose = true;
  if (word === '-n') read.bare = true;
  if (word === '-n' || WITHOUT_EFFECT.test(word)) return ok(0);
  return takeRun(read, word, following) ?? takeMode(read, word);
}

const EXPECTED: ReadonlySet<string> = new Set(['-O', '-X']);

const TRIED: Readonly<Record<string, keyof Tried>> = {
  '-bF': 'filter',
  '-bf': 'forward',
  '-bfd': 'domain',
  '-bfl': 'localPart',
  '-bfp': 'prefix',
  '-bfs': 'suffix',
};

function takeTried(read: Words, word: string, part: keyof Tried, value: string | undefined): Result<1, string> {
  const isFile = part === 'filter' || part === 'forward';
  if (value === undefined) return err(`exim: ${isFile ? 'file name' : 'string'} expected after ${word}\n`);
  if (isFile && read.flag !== undefined && read.flag !== '-bf') return err(`exim: ${INCOMPATIBLE}\n`);
  read.tried = { ...read.tried, [part]: value };
  if (isFile) read.flag = '-bf';
  return ok(1);
}

function takeClaim(read: Words, word: string, value: string | undefined): Result<1, string> {
  if (value === undefined) return err(`exim: data expected after ${word}\n`);
  const wrong = readClaim(read, word, value);
  return wrong === undefined ? ok(1) : err(`exim${/^[ :]/.test(wrong) ? wrong : `: ${wrong}`}\n`);
}

function takeRun(read: Words, word: string, following: readonly string[]): Result<number, string> | undefined {
  if (read.saysQueue && word.startsWith('-q')) return err('exim: -q specified more than once\n');
  const found = takeRunWord(read.run, word, following);
  if (found?.ok !== true) return found && err(`exim: ${found.error}\n`);
  const { run, taken, queue, isQueueWord } = found.value;
  read.run = run;
  read.queue = queue ?? read.queue;
  if (isQueueWord === true) read.saysQueue = true;
  return ok(taken);
}

function takeMode(read: Words, word: string): Result<0, string> {
  if (read.flag !== undefined && excludes(read.flag, word)) return err(`exim: ${INCOMPATIBLE}\n`);
  if (read.flag !== undefined || !MODES.test(word)) return err(abandoned(word));
  read.flag = word;
  return ok(0);
}

const excludes = (flag: string, word: string): boolean =>
  (ALONE.test(flag) && ALONE.test(word)) || [flag, word].some((one) => DAEMON.test(one));

function takeLoaded(read: Words, id: string | undefined): Result<1, string> {
  if (id === undefined) return err('exim: no message ids given after -Mset option\n');
  if (!isMessageId(id)) return err(`exim: malformed message id ${id} after -Mset option\n`);
  read.loaded = id;
  return ok(1);
}

function takeValue(
  word: string,
  from: number,
  next: string | undefined,
  take: (value: string) => void,
): Result<0 | 1, string> {
  const value = word.length > from ? word.slice(from) : next;
  if (value === undefined) return err(abandoned(word));
  take(value);
  return ok(word.length > from ? 0 : 1);
}

function takeMacro(read: Words, word: string): Result<0, string> {
  const macro = readMacroFlag(word);
  if (!macro.ok) return err(`exim${macro.error}\n`);
  read.macros[macro.value.name] = macro.value.text;
  return ok(0);
}

function callOf(
  { file, macros, words, sender, claims, queue = '', run, loaded, verbose, bare, aliases, tried }: Words,
  flag: string,
  defaultFile: string | undefined,
): Call {
  const named = file === undefined ? defaultFile : firstThere(file);
  return {
    flag,
    words,
    configuration: named === undefined ? undefined : { source: { file: named }, macros },
    ...(sender !== undefined && { sender: sender.replace(/^<(.*)>$/s, '$1') }),
    claims,
    queue,
    ...(run !== undefined && { run }),
    ...(loaded !== undefined && { loaded }),
    verbose,
    bare,
    ...(aliases !== undefined && { aliases }),
    ...(tried !== undefined && { tried }),
  };
}

/** Of several files the first that there is. */
function firstThere(list: string): string {
  const files = list.split(':');
  return files.find((file) => existsSync(file)) ?? list;
}

export const abandoned = (word: string): string => `exim abandoned: unknown, malformed, or incomplete option ${word}\n`;
