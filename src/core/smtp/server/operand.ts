/** The address behind MAIL FROM: and RCPT TO:, and the words for what is wrong with it or with its parameters. */
import { ok } from '../../../base/index.ts';
import type { GrammarError, GrammarProblem } from '../grammar/error.ts';
import { parseLiteral } from '../grammar/literal.ts';
import { type ParsedPath, type Path, type PathRules, parsePath } from '../grammar/path.ts';
import type { LenientAddress } from './config.ts';
import { isBlank, trimBlanks } from './lines.ts';
import type { Turn } from './turn.ts';

/** `query`: a recipient that VRFY is about; a mistake in it is held against nobody. */
export type Role = 'sender' | 'recipient' | 'query';

/** Angle brackets may lack, as Exim takes it. Undefined where it was refused. */
export function readAddress(turn: Turn, argument: string, role: Role): ParsedPath | undefined {
  const { config } = turn.state;
  const own = config.readAddress === undefined ? undefined : readLeniently(turn, argument, role);
  if (own === 'refused') return undefined;
  const parsed = own === undefined ? parsePath(argument, rulesOf(turn, argument)) : ok(own);
  if (!parsed.ok) return void wrong(turn, role, shown(parsed.error, argument), phrase(parsed.error, argument));
  const { path } = parsed.value;
  if (path.kind === 'null' && role !== 'sender') return void wrong(turn, role, '<>', 'missing or malformed local part');
  if (path.kind === 'mailbox' && typeof path.mailbox.domain !== 'string' && turn.state.config.refusesLiterals === true)
    return void wrong(turn, role, firstWord(argument), 'domain literals not allowed');
  if (path.kind === 'local' && !isComplete(turn, path.localPart, role))
    return void turn.refuse(501, `${asked(role)} address must contain a domain`, firstWord(argument)); // held against nobody
  return parsed.value;
}

/** An address as it was written. */
export const textOf = (argument: string, { rest }: ParsedPath): string =>
  trimBlanks(argument.slice(0, argument.length - rest.length));

const asked = (role: Role): 'sender' | 'recipient' => (role === 'query' ? 'recipient' : role);

function wrong(turn: Turn, role: Role, data: string, text: string): void {
  if (role === 'query') turn.refuse(501, text, data);
  else turn.fail(501, text, data);
}

function rulesOf(turn: Turn, argument: string): PathRules {
  const { config, offers } = turn.state;
  const asExim = config.takesAnyDots === true;
  return {
    utf8: offers.smtpUtf8 === true || asExim,
    // Whether octets are UTF-8 is for the lenient reader to see.
    asciiDomain: asExim && (config.octets === true || !isUtf8(turn, argument)),
    bare: true,
    anyDots: asExim,
  };
}

/** Parameters that may stand behind an address; anything else behind it is a part of what was written. */
const PARAMETERS = /(?: +(?:SIZE|BODY|AUTH|RET|ENVID|PRDR|SMTPUTF8|REQUIRETLS|NOTIFY|ORCPT)(?:=[^ ]*)?)+ *$/i;

/** Policy has something to say of longer ones. */
const LONGEST_PLAIN = 256;

/** By the grammar where that goes, else as policy reads addresses, who takes more. */
function readLeniently(turn: Turn, argument: string, role: Role): ParsedPath | 'refused' {
  const cut = argument.search(PARAMETERS);
  const text = cut < 0 ? argument : argument.slice(0, cut);
  if (role === 'sender' && /^<\s+>$/.test(text)) return { path: { kind: 'null' }, rest: argument.slice(text.length) };
  const rest = argument.slice(text.length);
  const strict = parsePath(text, rulesOf(turn, argument));
  const isPlain = strict.ok && isBlank(strict.value.rest) && text.length <= LONGEST_PLAIN;
  if (isPlain && strict.value.path.kind === 'local' && /^<?@/.test(text)) {
    wrong(turn, role, text, 'domain missing in source-routed address');
    return 'refused';
  }
  if (isPlain) return { path: strict.value.path, rest };
  const read = turn.state.config.readAddress!(text, isUtf8(turn, argument));
  if (typeof read === 'object') return { path: pathOf(read), rest };
  wrong(turn, role, text, role === 'sender' && read === 'empty address' ? 'missing or malformed local part' : read);
  return 'refused';
}

function pathOf({ address, isQualified }: LenientAddress): Path {
  if (address === '') return { kind: 'null' };
  if (!isQualified) return { kind: 'local', localPart: address };
  const at = address.lastIndexOf('@');
  const written = address.slice(at + 1);
  const domain = parseLiteral(written) ?? written;
  return { kind: 'mailbox', mailbox: { localPart: address.slice(0, at), domain }, route: [] };
}

/** RFC 6531 §3.4: letters beyond ASCII are for the mail that asked for them, in its MAIL or, with VRFY, in the command. */
function isUtf8({ state: { offers, transaction } }: Turn, argument: string): boolean {
  if (offers.smtpUtf8 !== true) return false;
  return transaction?.parameters.smtputf8 === true || / smtputf8(?: |$)/i.test(argument);
}

/** Postmaster needs no domain (RFC 5321 §4.1.1.3). */
const isComplete = ({ state }: Turn, localPart: string, role: Role): boolean =>
  state.config.takesUnqualified[asked(role)] || (role !== 'sender' && localPart.toLowerCase() === 'postmaster');

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
  turn.failWith(501, argument, `malformed address: ${trimBlanks(rest)} may not follow ${address}`);
  return undefined;
}

const firstWord = (argument: string): string => argument.split(' ', 1)[0]!;

const shown = ({ problem }: GrammarError, argument: string): string =>
  problem === 'surplus' || !argument.startsWith('<') ? argument : argument.replace(/^(<[^>]*>*).*$/s, '$1');

/** An address without its brackets, and what stands behind it. */
const SURPLUS = /^([^<> \t]+)([>].*)$/s;
/** A domain that is one up to a character that may not stand in it. */
const ODD_DOMAIN = /^(<?[^@ \t]+@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9]+)([^A-Za-z0-9.\->[\] \t].*)$/s;

const PHRASES: Partial<Readonly<Record<GrammarProblem, string>>> = {
  unclosed: "'>' missing at end of address",
  domain: 'domain missing or malformed',
};

function phrase({ problem, message }: GrammarError, argument: string): string {
  if (argument.startsWith('<<')) return 'missing or malformed local part';
  const [, address, surplus] = /^(<[^>]*>)(.+)$/s.exec(argument) ?? [];
  if (problem === 'surplus' && address !== undefined) return `malformed address: ${surplus} may not follow ${address}`;
  const isOfDomain = problem === 'domain' || problem === 'not-ascii';
  const [, before, behind] = (isOfDomain ? ODD_DOMAIN : SURPLUS).exec(argument) ?? [];
  if (before !== undefined && (problem === 'surplus' || isOfDomain))
    return `malformed address: ${behind} may not follow ${before}`;
  const [, word] = /^<([^@<>" ]+)$/.exec(argument) ?? [];
  if (word !== undefined) return `"@" or "." expected after "${word}"`;
  if ((problem === 'local-part' || problem === 'syntax') && /^<?@[^:]*$/.test(argument)) return 'no local part';
  return PHRASES[problem] ?? message;
}
