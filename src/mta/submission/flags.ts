/** Flags of sendmail, as Exim takes them, for submissions (Exim spec ch. "The Exim command line"). */
import { err, ok, parseInterval, type Result } from '../../base/index.ts';
import { CLAIM_FLAGS, readClaim } from './claims.ts';
import { selectorFault } from './debug-selectors.ts';
import { readMacroFlag } from './macro-flag.ts';
import type { SubmissionOrder } from './order.ts';

export interface SubmissionFlags extends Omit<SubmissionOrder, 'program' | 'kind'> {
  readonly kind: Exclude<SubmissionOrder['kind'], 'late'>;
  /** A lone dot is text. */
  readonly ignoresDots: boolean;
  /** `-C`. */
  readonly configFile?: string;
  /** All of them, as they were given. */
  readonly words?: readonly string[];
  /** `-D`. */
  readonly macros?: Readonly<Record<string, string>>;
  /** `-or`, in the place of `receive_timeout`, in seconds. */
  readonly receiveTimeout?: number;
}

/** `other`: another mode, which is not a submission; `nothing`: there is nothing to do. */
export type FlagReading = Result<SubmissionFlags, FlagFault> | 'other' | 'nothing';

export interface FlagFault {
  /** What follows the program's name. */
  readonly message: string;
}

/** As they are gathered. */
export type Gathered = { -readonly [Key in keyof SubmissionFlags]: SubmissionFlags[Key] };

const OTHER = /^-(b[^mnsS]|bnq.|M|q|R|S|I$|T|-version$)/;

export function readSubmissionFlags(words: readonly string[]): FlagReading {
  const flags: Gathered = {
    kind: 'message',
    recipients: [],
    fromHeader: false,
    ignoresDots: false,
    claims: {},
    errors: 'mail',
  };
  let saysKind = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (word === '--help') return 'nothing';
    if (!word.startsWith('-') || word === '--') {
      flags.recipients = words.slice(word === '--' ? at + 1 : at);
      break;
    }
    if (OTHER.test(word)) return 'other';
    if (/^-(b[msS]|ti?)$/.test(word)) saysKind = true;
    const taken = take(flags, word, words[at + 1]);
    if (!taken.ok) return taken;
    at += taken.value;
  }
  if (flags.kind !== 'message' && (flags.sender !== undefined || flags.fromHeader))
    return err({ message: ': incompatible command-line options or arguments' });
  return flags.recipients.length === 0 && !saysKind ? 'nothing' : ok(flags);
}

/** How many of the next words belong to it. */
function take(flags: Gathered, word: string, next: string | undefined): Result<0 | 1, FlagFault> {
  if (word === '-oB' && /^\d+$/.test(next ?? '')) return ok(1);
  const change = SWITCHES[word];
  if (change !== undefined) {
    Object.assign(flags, change);
    return ok(0);
  }
  const valued = VALUED.find(({ flag }) => flag.test(word));
  if (valued === undefined) return takeIdle(word);
  const joined = valued.isWhole === true ? word : (valued.flag.exec(word)![1] ?? '');
  const value = joined === '' ? next : joined;
  if (value === undefined) return err({ message: valued.missing?.(word) ?? abandoned(word) });
  const fault = valued.take(flags, value, word);
  return fault === undefined ? ok(joined === '' ? 1 : 0) : err({ message: fault });
}

function takeIdle(word: string): Result<0, FlagFault> {
  if (!IDLE.test(word)) return err({ message: abandoned(word) });
  const wrong = selectorFault(word);
  return wrong === undefined ? ok(0) : err({ message: `: ${wrong}` });
}

const abandoned = (word: string): string => ` abandoned: unknown, malformed, or incomplete option ${word}`;

/** That change nothing here. */
const IDLE = /^-(A[cm]|E|m|n|oB.*|om|oo|o?U|x|d.*|dropcr|e[em]|od[bdfiq]|odqs|bmalware|tls-on-connect)$/;

const MAIL = { errors: 'mail' } as const;
const STDERR = { errors: 'stderr' } as const;

const SWITCHES: Readonly<Record<string, Partial<SubmissionFlags>>> = {
  '-bm': { kind: 'message' },
  '-bs': { kind: 'smtp' },
  '-bS': { kind: 'batch' },
  '-bnq': { qualifies: false },
  '-t': { fromHeader: true },
  '-ti': { fromHeader: true, ignoresDots: true },
  '-i': { ignoresDots: true },
  '-oi': { ignoresDots: true },
  '-oitrue': { ignoresDots: true },
  '-G': { keepsAsIs: true },
  '-N': { deliversNothing: true, isVerbose: true },
  '-v': { isVerbose: true },
  '-ov': { isVerbose: true },
  '-odb': { delivery: 'background' },
  '-odf': { delivery: 'foreground' },
  '-odi': { delivery: 'foreground' },
  '-odq': { delivery: 'queue' },
  '-odqs': { delivery: 'queue-remote' },
  '-oee': { errors: 'mail-and-well' },
  '-ee': { errors: 'mail-and-well' },
  '-oem': MAIL,
  '-em': MAIL,
  '-oew': MAIL,
  '-ew': MAIL,
  '-oep': STDERR,
  '-ep': STDERR,
  '-oeq': STDERR,
  '-eq': STDERR,
};

interface Valued {
  /** The value is joined to the flag, or it is the next word. */
  readonly flag: RegExp;
  /** @returns what is wrong with it */
  readonly take: (flags: Gathered, value: string, word: string) => string | undefined;
  readonly missing?: (word: string) => string;
  /** What belongs to it is part of the word. */
  readonly isWhole?: true;
}

const VALUED: readonly Valued[] = [
  { flag: /^-[fr](.*)$/s, take: takeSender },
  { flag: /^-F(.*)$/s, take: (flags, value) => void Object.assign(flags, { fullName: value }) },
  { flag: /^-C(.*)$/s, take: (flags, value) => void Object.assign(flags, { configFile: value }) },
  { flag: /^-E(.+)$/s, take: (flags, value) => void Object.assign(flags, { isReport: true, reference: value }) },
  { flag: /^-o[rs](.*)$/, take: takeTime, missing: (word) => `: bad time value ${word}: abandoned` },
  { flag: /^-oMm()$/, take: (flags, value) => takeReference(flags, value), missing: expected },
  { flag: CLAIM_FLAGS, take: (flags, value, word) => readClaim(flags, word, value), missing: expected },
  { flag: /^-p([^d].*|)$/s, take: (flags, value) => takeProtocol(flags, value) },
  { flag: /^-pd.*()$/, take: () => undefined },
  { flag: /^-D()/, take: (flags, _, word) => takeMacro(flags, word), isWhole: true },
  { flag: /^-L(.*)$/s, take: takeName },
  { flag: /^-B(.*)$/s, take: () => undefined },
  { flag: /^-O(.*)$/s, take: () => undefined, missing: stringExpected },
  { flag: /^-X()$/, take: () => undefined, missing: stringExpected },
  { flag: /^-(?:h|oA|oP|oPX|oX)()$/, take: () => undefined },
];

function stringExpected(word: string): string {
  return `: string expected after ${word}`;
}

function expected(word: string): string {
  return `: data expected after ${word}`;
}

/** `-os` is about `-bs`, where the server's option counts as for everybody else. */
function takeTime(flags: Gathered, value: string, word: string): string | undefined {
  const seconds = parseInterval(value);
  if (seconds === undefined) return `: bad time value ${value}: abandoned`;
  if (word.startsWith('-or')) flags.receiveTimeout = seconds;
  return undefined;
}

/** Of lines in syslog, which have the server's name for it. */
function takeName(_: Gathered, value: string): string | undefined {
  return value.length > LONGEST_NAME ? `: the -L syslog name is too long: "${value}"` : undefined;
}

const LONGEST_NAME = 32;

function takeMacro(flags: Gathered, word: string): string | undefined {
  const macro = readMacroFlag(word);
  if (!macro.ok) return macro.error;
  flags.macros = { ...flags.macros, [macro.value.name]: macro.value.text };
  return undefined;
}

/** Brackets around it are none of it. */
function takeSender(flags: Gathered, value: string): undefined {
  flags.sender = value.replace(/^<(.*)>$/s, '$1');
}

function takeReference(flags: Gathered, value: string): string | undefined {
  if (!/^\w{6}-\w{6}-\w\w$|^\w{6}-\w{11}-\w{4}$/.test(value)) return '-oMm must be a valid message ID';
  flags.reference = value;
  return undefined;
}

/** `-p protocol:host`. */
function takeProtocol(flags: Gathered, value: string): undefined {
  const [protocol = '', host] = value.split(':');
  flags.claims = { ...flags.claims, protocol, ...(host !== undefined && host !== '' && { hostName: host }) };
}
