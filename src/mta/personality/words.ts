/** The command line as Exim reads it (Exim spec ch. "The Exim command line"). */
import { err, ok, type Result } from '../../base/index.ts';
import type { Call, PersonalityPorts } from './types.ts';

interface Words {
  flag: string | undefined;
  file: string | undefined;
  readonly macros: Record<string, string>;
  readonly words: string[];
  sender: string | undefined;
  /** `-qGname`: a run of that queue, or whose queue another flag is about. */
  queue: string | undefined;
  verbose: boolean;
  bare: boolean;
  aliases: string | undefined;
}

/** Modes, and what belongs to them, begin with one of these. */
const MODES = /^(-b[A-Za-z].*|-M.*|-q.*|-[RS].*|-t|-ti|--version)$/;

/** What has no effect on the modes there are. */
const WITHOUT_EFFECT = /^(-d.*|-N|-i|-oi|-v|-G|-m|-om|-oo|-x|-U|-B.*|-od.*|-oe.*|-e[empqw])$/;

/** @returns the call, or what Exim would say of it */
export function readCall(given: readonly string[], ports: Pick<PersonalityPorts, 'defaultFile'>): Result<Call, string> {
  const read: Words = {
    flag: undefined,
    file: undefined,
    macros: {},
    words: [],
    sender: undefined,
    queue: undefined,
    verbose: false,
    bare: false,
    aliases: undefined,
  };
  const rest = given[0] === '--' ? given.slice(1) : [...given];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    if (read.words.length > 0 || !word.startsWith('-') || word === '--') {
      if (word !== '--') read.words.push(word);
      continue;
    }
    const taken = takeOption(read, word, rest[at + 1]);
    if (!taken.ok) return taken;
    at += taken.value;
  }
  const flag = read.flag ?? (read.queue === undefined ? undefined : `-qG${read.queue}`);
  if (flag === undefined) return err(abandoned(read.words[0] ?? ''));
  return ok(callOf(read, flag, ports.defaultFile));
}

/** How many of the next words belong to it. */
function takeOption(read: Words, word: string, next: string | undefined): Result<0 | 1, string> {
  if (word.startsWith('-C')) return takeValue(word, 2, next, (file) => (read.file = file));
  if (word.startsWith('-f') || word.startsWith('-r'))
    return takeValue(word, 2, next, (sender) => (read.sender = sender));
  if (word.startsWith('-oA')) return takeValue(word, 3, next, (file) => (read.aliases = file));
  if (word.startsWith('-D')) return takeMacro(read, word);
  if (word === '-v') read.verbose = true;
  if (word === '-n') read.bare = true;
  if (word === '-n' || WITHOUT_EFFECT.test(word)) return ok(0);
  if (/^-qG.*\//s.test(word)) return err(`exim: bad time value ${word}: abandoned\n`); // no name has a slash
  if (read.queue === undefined && /^-qG./.test(word)) {
    read.queue = word.slice(3);
    return ok(0);
  }
  if (read.flag?.startsWith('-q') === true && word.startsWith('-q')) return err('exim: -q specified more than once\n');
  if (read.flag !== undefined || !MODES.test(word)) return err(abandoned(word));
  read.flag = word;
  return ok(0);
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
  const [, name, text = ''] = /^-D([A-Z][A-Za-z0-9_]*)\s*(?:=\s*(.*))?$/s.exec(word) ?? [];
  if (name === undefined) return err(abandoned(word));
  read.macros[name] = text;
  return ok(0);
}

function callOf(
  { file, macros, words, sender, queue = '', verbose, bare, aliases }: Words,
  flag: string,
  defaultFile: string | undefined,
): Call {
  const named = file?.split(':')[0] ?? defaultFile;
  return {
    flag,
    words,
    configuration: named === undefined ? undefined : { source: { file: named }, macros },
    ...(sender !== undefined && { sender: sender.replace(/^<(.*)>$/s, '$1') }),
    queue,
    verbose,
    bare,
    ...(aliases !== undefined && { aliases }),
  };
}

export const abandoned = (word: string): string => `exim abandoned: unknown, malformed, or incomplete option ${word}\n`;
