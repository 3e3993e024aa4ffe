/** The address behind MAIL FROM: and RCPT TO:, and the words for what is wrong with it. */
import type { GrammarError, GrammarProblem } from '../grammar/error.ts';
import { parseLiteral } from '../grammar/literal.ts';
import { type Path, type PathRules, parsePath } from '../grammar/path.ts';
import type { LenientAddress } from './config.ts';
import { isBlank, trimBlanks } from './lines.ts';
import type { Turn } from './turn.ts';

const NO_LOCAL_PART = 'missing or malformed local part';

/** `query`: a recipient that VRFY is about; a mistake in it is held against nobody. */
export type Role = 'sender' | 'recipient' | 'query';

/** Angle brackets may lack, as Exim takes it. Undefined where it was refused. */
export function readAddress(turn: Turn, text: string, role: Role): Path | undefined {
  const { config } = turn.state;
  const operand = { text, role, utf8: isUtf8(turn, text) };
  const path = config.readAddress === undefined ? readStrictly(turn, operand) : readLeniently(turn, operand);
  if (path === undefined) return undefined;
  if (path.kind === 'null' && role !== 'sender') return void wrong(turn, role, '<>', NO_LOCAL_PART);
  if (config.refusesLiterals === true && hasLiteral(path, text))
    return void wrong(turn, role, text, 'domain literals not allowed');
  return path;
}

/** Without brackets and a route nobody minds (Deviates because Exim has it so). */
function hasLiteral(path: Path, text: string): boolean {
  if (path.kind !== 'mailbox') return false;
  const { mailbox, route } = path;
  const isBare = !text.includes('<') && route.length === 0;
  return !isBare && (typeof mailbox.domain !== 'string' || route.some((host) => host.startsWith('[')));
}

/** An address without a domain, where there has to be one: refused, and held against nobody. */
export function refusesUnqualified(turn: Turn, path: Path, text: string, role: Role): boolean {
  if (path.kind !== 'local' || isComplete(turn, path.localPart, role)) return false;
  turn.refuse(501, `${asked(role)} address must contain a domain`, text);
  return true;
}

interface Operand {
  readonly text: string;
  readonly role: Role;
  readonly utf8: boolean;
}

function readStrictly(turn: Turn, { text, role, utf8 }: Operand): Path | undefined {
  const parsed = parsePath(text, rulesOf(turn, utf8));
  if (!parsed.ok) return void wrong(turn, role, shown(parsed.error, text), phrase(parsed.error, text));
  const { path, rest } = parsed.value;
  if (isBlank(rest)) return path;
  const address = text.slice(0, text.length - rest.trimStart().length); // with its blank, as Exim says it
  return void wrong(turn, role, text, `malformed address: ${trimBlanks(rest)} may not follow ${address}`);
}

const asked = (role: Role): 'sender' | 'recipient' => (role === 'query' ? 'recipient' : role);

function wrong(turn: Turn, role: Role, data: string, text: string): void {
  if (role === 'query') turn.refuse(501, text, data);
  else turn.fail(501, text, data);
}

function rulesOf(turn: Turn, utf8: boolean): PathRules {
  const { config, offers } = turn.state;
  const asExim = config.takesAnyDots === true;
  return {
    utf8: offers.smtpUtf8 === true || asExim,
    // Whether octets are UTF-8 is for the lenient reader to see.
    asciiDomain: asExim && (config.octets === true || !utf8),
    bare: true,
    anyDots: asExim,
  };
}

/** Policy has something to say of longer ones. */
const LONGEST_PLAIN = 256;

/** By the grammar where that goes, else as policy reads addresses, who takes more. */
function readLeniently(turn: Turn, { text, role, utf8 }: Operand): Path | undefined {
  const strict = parsePath(text, rulesOf(turn, utf8));
  const isPlain =
    strict.ok && isBlank(strict.value.rest) && text.length <= LONGEST_PLAIN && !isGeneral(strict.value.path);
  if (isPlain && strict.value.path.kind === 'local' && /^<?@/.test(text))
    return void wrong(turn, role, text, 'domain missing in source-routed address');
  if (isPlain) return strict.value.path;
  const read = turn.state.config.readAddress!(text, { utf8, mayBeNull: role === 'sender' });
  if (typeof read === 'object') return pathOf(read);
  return void wrong(turn, role, text, read);
}

/** A literal of a kind that nobody has registered: whether it is one is for policy to say. */
const isGeneral = (path: Path): boolean =>
  path.kind === 'mailbox' && typeof path.mailbox.domain !== 'string' && path.mailbox.domain.kind === 'general';

function pathOf({ address, isQualified }: LenientAddress): Path {
  if (address === '') return { kind: 'null' };
  if (!isQualified) return { kind: 'local', localPart: address };
  const at = address.lastIndexOf('@');
  const written = address.slice(at + 1);
  const domain = parseLiteral(written) ?? written;
  return { kind: 'mailbox', mailbox: { localPart: address.slice(0, at), domain }, route: [] };
}

/** RFC 6531 §3.4: letters beyond ASCII are for the client that asked for them, in a MAIL or, with VRFY, in the command. */
const isUtf8 = ({ state: { offers, hasSaidUtf8 } }: Turn, argument: string): boolean =>
  hasSaidUtf8 || (offers.smtpUtf8 === true && / smtputf8(?: |$)/i.test(argument));

/** Postmaster needs no domain (RFC 5321 §4.1.1.3). */
const isComplete = ({ state }: Turn, localPart: string, role: Role): boolean =>
  state.config.takesUnqualified[asked(role)] || (role !== 'sender' && localPart.toLowerCase() === 'postmaster');

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
  if (argument.startsWith('<<')) return NO_LOCAL_PART;
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
