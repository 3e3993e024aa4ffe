/**
 * The text of a script: a rule a line, `#` before what is no rule.
 *
 *   STAGE [WHO] [delay SECONDS] [drop | drop-at OCTETS] [first N] [after N] [every N] [= CODE TEXT]
 *
 *   rcpt bob@example.org = 550 5.1.1 no such user
 *   rcpt /^grey/ first 1 = 451 4.7.1 try again
 *   rcpt *@slow.example delay 5
 *   message drop-at 1000
 *   connect after 100 = 421 enough for today
 *
 * The first rule with a reply or a drop that fits is the one that counts; rules before it that fit and only delay, delay.
 * In TEXT `\n` begins another line of the reply.
 */
import { err, ok, type Result } from '../../../base/index.ts';
import { type Rule, type Script, type ScriptError, STAGES, type Stage, type Who } from './types.ts';

/** Other names of stages, as people know them from the wire. */
const ALIASES: Readonly<Record<string, Stage>> = {
  ehlo: 'helo',
  lhlo: 'helo',
  banner: 'connect',
  dot: 'message',
  eod: 'message',
  'end-of-data': 'message',
  bdat: 'data',
};

const MAX_DELAY_SECONDS = 3600;

export function parseScript(text: string): Result<Script, ScriptError> {
  const rules: Rule[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const rule = parseRule(line);
    if (!rule.ok) return err({ ...rule.error, message: `line ${index + 1}: ${rule.error.message}` });
    rules.push(rule.value);
  }
  return ok({ rules });
}

/** One rule. */
export function parseRule(line: string): Result<Rule, ScriptError> {
  const read = /^\s*([a-z-]+)(.*)$/is.exec(line);
  const name = read?.[1]?.toLowerCase() ?? '';
  const stage = Object.hasOwn(ALIASES, name) ? ALIASES[name] : STAGES.find((known) => known === name);
  if (read === null || stage === undefined)
    return fail(`${shown(line)} does not begin with a stage`, `one of ${STAGES.join(', ')}`);
  const words = splitRule(read[2] ?? '');
  if (!words.ok) return words;
  const { head, reply } = words.value;
  const found = readWords(stage, head);
  if (!found.ok) return found;
  const rule: Rule = { stage, ...found.value, ...(reply !== undefined && { reply }) };
  const does =
    rule.reply !== undefined || rule.drops === true || rule.dropAtOctets !== undefined || rule.delayMs !== undefined;
  return does
    ? ok(rule)
    : fail(`the rule ${shown(line)} does nothing`, 'give "= CODE TEXT", "delay SECONDS" or "drop"');
}

interface Split {
  readonly head: readonly string[];
  readonly reply?: { readonly code: number; readonly text: string };
}

/** Words up to the `=` that is not within a pattern, and the reply behind it. */
function splitRule(text: string): Result<Split, ScriptError> {
  const head: string[] = [];
  let rest = text;
  for (;;) {
    rest = rest.trimStart();
    if (rest === '') return ok({ head });
    if (rest.startsWith('=')) {
      const reply = /^=\s*([2-5]\d\d)(?:[ -](.*))?$/s.exec(rest);
      if (reply === null)
        return fail(`${shown(rest)} is no reply`, '"= 550 5.1.1 no such user", with a code from 200 to 599');
      return ok({ head, reply: { code: Number(reply[1]), text: (reply[2] ?? '').replaceAll('\\n', '\n') } });
    }
    const word = /^(?:\/(?:[^/\\]|\\.)*\/[a-z]*|"(?:[^"\\]|\\.)*"@?[^\s=]*|[^\s=]+)/.exec(rest)![0];
    head.push(word);
    rest = rest.slice(word.length);
  }
}

type Found = Omit<Rule, 'stage' | 'reply'>;

const NUMBERS: Readonly<Record<string, (value: number) => Partial<Found>>> = {
  delay: (seconds) => ({ delayMs: Math.round(seconds * 1000) }),
  'drop-at': (octets) => ({ dropAtOctets: octets }),
  first: (first) => ({ first }),
  after: (after) => ({ after }),
  every: (every) => ({ every }),
};

function readWords(stage: Stage, words: readonly string[]): Result<Found, ScriptError> {
  let found: Found = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const make = Object.hasOwn(NUMBERS, word) ? NUMBERS[word] : undefined;
    if (word === 'drop') found = { ...found, drops: true };
    else if (make !== undefined) {
      at += 1;
      const value = readNumber(word, words[at]);
      if (!value.ok) return value;
      found = { ...found, ...make(value.value) };
    } else if (at > 0)
      return fail(`${shown(word)} is no word of a rule`, 'delay, drop, drop-at, first, after or every');
    else {
      const who = readWho(word);
      if (!who.ok) return who;
      if (who.value !== undefined) found = { ...found, who: who.value };
    }
  }
  if (found.dropAtOctets !== undefined && stage !== 'message')
    return fail('"drop-at" goes with the stage message', '"message drop-at 1000"');
  return ok(found);
}

function readNumber(word: string, text: string | undefined): Result<number, ScriptError> {
  const isRight = word === 'delay' ? /^\d+(?:\.\d+)?$/ : /^\d{1,15}$/;
  const value = Number(text);
  if (text === undefined || !isRight.test(text)) return fail(`"${word}" needs a number`, `as in "${word} 3"`);
  if (word === 'delay' && value > MAX_DELAY_SECONDS)
    return fail(`a delay of ${text} s is too long`, `at most ${MAX_DELAY_SECONDS}`);
  if (value === 0 && word !== 'delay' && word !== 'drop-at') return fail(`"${word} 0" fits never`, `"${word} 1"`);
  return ok(value);
}

/** `*` is anybody; `*@example.org` and other texts with `*` are patterns, too. */
function readWho(word: string): Result<Who | undefined, ScriptError> {
  if (word === '*') return ok(undefined);
  const pattern = /^\/(.*)\/([a-z]*)$/s.exec(word);
  if (pattern !== null) return readPattern(pattern[1]!, pattern[2]!);
  if (!word.includes('*')) return ok({ kind: 'text', text: word.toLowerCase() });
  const parts = word.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return ok({ kind: 'pattern', pattern: new RegExp(`^${parts.join('.*')}$`, 'is') });
}

function readPattern(source: string, flags: string): Result<Who, ScriptError> {
  if (/[^imsu]/.test(flags)) return fail(`"${flags}" are no flags of a pattern here`, 'i, m, s or u');
  try {
    return ok({ kind: 'pattern', pattern: new RegExp(source, flags) });
  } catch (cause) {
    return fail(`${shown(source)} is no regular expression: ${(cause as Error).message}`, '/^bob@/i');
  }
}

const shown = (text: string): string => JSON.stringify(text.trim().slice(0, 60));

const fail = (message: string, hint: string): { ok: false; error: ScriptError } =>
  err({ code: 'sink/script', message: `${message}; right would be ${hint}`, fault: 'configuration', temporary: false });
