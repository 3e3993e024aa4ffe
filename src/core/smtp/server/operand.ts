/** The address behind MAIL FROM: and RCPT TO:, and the words for what is wrong with it or with its parameters. */
import type { GrammarError, GrammarProblem } from '../grammar/error.ts';
import { type ParsedPath, parsePath } from '../grammar/path.ts';
import type { Turn } from './turn.ts';

export type Role = 'sender' | 'recipient';

/** Angle brackets may lack, as Exim takes it. Undefined where it was refused. */
export function readAddress(turn: Turn, argument: string, role: Role): ParsedPath | undefined {
  const { config, offers, transaction } = turn.state;
  const asExim = config.takesAnyDots === true;
  const isUtf8 = transaction?.parameters.smtputf8 ?? / SMTPUTF8(?: |$)/i.test(argument);
  const parsed = parsePath(argument, {
    utf8: offers.smtpUtf8 === true || asExim,
    asciiDomain: asExim && !isUtf8,
    bare: true,
    anyDots: asExim,
  });
  if (!parsed.ok) return void turn.failWith(501, shown(parsed.error, argument), phrase(parsed.error, argument));
  const { path } = parsed.value;
  if (path.kind === 'null' && role === 'recipient')
    return void turn.failWith(501, '<>', 'missing or malformed local part');
  if (path.kind === 'mailbox' && typeof path.mailbox.domain !== 'string' && turn.state.config.refusesLiterals === true)
    return void turn.failWith(501, firstWord(argument), 'domain literals not allowed');
  if (path.kind === 'local' && !isComplete(turn, path.localPart, role))
    return void turn.failWith(501, firstWord(argument), `${role} address must contain a domain`);
  return parsed.value;
}

/** Postmaster needs no domain (RFC 5321 §4.1.1.3). */
const isComplete = ({ state }: Turn, localPart: string, role: Role): boolean =>
  state.config.takesUnqualified[role] || (role === 'recipient' && localPart.toLowerCase() === 'postmaster');

export function refuseParameter(turn: Turn, argument: string, rest: string, error: GrammarError): undefined {
  const { keyword = '', problem } = error;
  if (problem === 'repeated' && ONCE.has(keyword)) turn.fail(501, `${keyword} can be specified once only`);
  else if (WRONG_VALUE.has(keyword)) turn.fail(501, WRONG_VALUE.get(keyword)!);
  else if (problem === 'syntax' || problem === 'repeated' || keyword === 'SMTPUTF8')
    refuseUnknown(turn, argument, rest);
  else turn.fail(501, `invalid data for ${keyword}`);
  return undefined;
}

const ONCE: ReadonlySet<string> = new Set(['RET', 'ENVID', 'ORCPT', 'NOTIFY']);
const WRONG_VALUE: ReadonlyMap<string, string> = new Map([
  ['RET', 'Value for RET is invalid'],
  ['NOTIFY', 'Invalid value for NOTIFY parameter'],
]);

/** What is no parameter here is more than an address (RFC 5321 §4.1.1.11: 555; Deviates because Exim says 501). */
export function refuseUnknown(turn: Turn, argument: string, rest: string): undefined {
  const address = argument.slice(0, argument.length - rest.trimStart().length); // with its blank, as Exim says it
  turn.failWith(501, argument, `malformed address: ${rest.trim()} may not follow ${address}`);
  return undefined;
}

const firstWord = (argument: string): string => argument.split(' ', 1)[0]!;

const shown = ({ problem }: GrammarError, argument: string): string =>
  problem === 'surplus' || !argument.startsWith('<') ? argument : argument.replace(/^(<[^>]*>?).*$/s, '$1');

/** An address without its brackets, and what stands behind it. */
const SURPLUS = /^([^<>\s]+)([>].*)$/s;
/** A domain that is one up to a character that may not stand in it. */
const ODD_DOMAIN = /^(<?[^@\s]+@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9]+)([^A-Za-z0-9.\->[\]\s].*)$/s;

const PHRASES: Partial<Readonly<Record<GrammarProblem, string>>> = {
  unclosed: "'>' missing at end of address",
  domain: 'domain missing or malformed',
};

function phrase({ problem, message }: GrammarError, argument: string): string {
  const [, address, surplus] = /^(<[^>]*>)(.+)$/s.exec(argument) ?? [];
  if (problem === 'surplus' && address !== undefined) return `malformed address: ${surplus} may not follow ${address}`;
  const isOddDomain = problem === 'domain' || problem === 'not-ascii';
  const [, before, behind] = (isOddDomain ? ODD_DOMAIN : SURPLUS).exec(argument) ?? [];
  if (before !== undefined && (problem === 'surplus' || isOddDomain))
    return `malformed address: ${behind} may not follow ${before}`;
  const [, word] = /^<([^@<>" ]+)$/.exec(argument) ?? [];
  if (word !== undefined) return `"@" or "." expected after "${word}"`;
  if ((problem === 'local-part' || problem === 'syntax') && /^<?@[^:]*$/.test(argument)) return 'no local part';
  return PHRASES[problem] ?? message;
}
