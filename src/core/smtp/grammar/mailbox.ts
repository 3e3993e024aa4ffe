/** Mailbox = Local-part "@" ( Domain / address-literal ) (RFC 5321 §4.1.2, with the additions of RFC 6531 §3.3). */
import { err, ok, type Result } from '../../../base/index.ts';
import { domainProblem } from './domain.ts';
import { type GrammarError, type GrammarProblem, grammarError, quoted } from './error.ts';
import { type AddressLiteral, formatLiteral, parseLiteral } from './literal.ts';

export interface Mailbox {
  /** As written: a quoted string keeps its quotes and backslashes. `unquoteLocalPart` says what it means. */
  readonly localPart: string;
  /** As written, or what stands in brackets. */
  readonly domain: string | AddressLiteral;
}

export interface MailboxRules {
  /** SMTPUTF8 is in use: characters beyond ASCII are letters like others. */
  readonly utf8: boolean;
  /** But not in domains. */
  readonly asciiDomain?: boolean;
  /** Dots of a local part may stand anywhere, and several together. */
  readonly anyDots?: boolean;
}

/** atext (RFC 5322 §3.2.3) in runs between single dots. */
const DOT_STRING = /[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*/y;
const DOT_STRING_UTF8 = /[\w!#$%&'*+\-/=?^`{|}~\u0080-\uffff]+(?:\.[\w!#$%&'*+\-/=?^`{|}~\u0080-\uffff]+)*/y;
const ANY_DOTS = /[\w!#$%&'*+\-/=?^`{|}~.]+/y;
const ANY_DOTS_UTF8 = /[\w!#$%&'*+\-/=?^`{|}~.\u0080-\uffff]+/y;
/** qtextSMTP and quoted-pairSMTP: printable ASCII alone, no controls. */
const QUOTED = /"(?:[ !#-[\]-~]|\\[ -~])*"/y;
const QUOTED_UTF8 = /"(?:[ !#-[\]-~\u0080-\uffff]|\\[ -~])*"/y;
/** Whatever may be meant as a domain; then it is looked at closely. */
const DOMAIN = /[^\s<>()[\],;:"@\\\x00-\x20\x7f]+/y;
const LITERAL = /\[[!-Z^-~]*\]/y;

/** The whole text, as `alice@example.org`. */
export function parseMailbox(text: string, rules: MailboxRules): Result<Mailbox, GrammarError> {
  const scanned = scanMailbox(text, 0, rules);
  if (!scanned.ok) return scanned;
  if (scanned.value.end === text.length) return ok(scanned.value.mailbox);
  return fail('surplus', `${quoted(text.slice(scanned.value.end))} may not follow the address`);
}

export const formatMailbox = ({ localPart, domain }: Mailbox): string =>
  `${localPart}@${typeof domain === 'string' ? domain : formatLiteral(domain)}`;

/** What a local part means: `"a\"b"` and `a"b` are the same mailbox (RFC 5321 §4.1.2). */
export function unquoteLocalPart(localPart: string): string {
  return localPart.startsWith('"') ? localPart.slice(1, -1).replace(/\\(.)/gs, '$1') : localPart;
}

/** A mailbox that begins at `at`, and where it ends. */
export function scanMailbox(
  text: string,
  at: number,
  rules: MailboxRules,
): Result<{ readonly mailbox: Mailbox; readonly end: number }, GrammarError> {
  const localPart = scanLocalPart(text, at, rules);
  if (!localPart.ok) return localPart;
  const end = at + localPart.value.length;
  if (text[end] !== '@') return err(afterLocalPart(text, end, rules));
  const domain = scanDomain(text, end + 1, rules);
  if (!domain.ok) return domain;
  return ok({
    mailbox: { localPart: localPart.value, domain: domain.value.domain },
    end: domain.value.end,
  });
}

/** What a local part is, by whether it is quoted. */
function localPartPattern(isQuoted: boolean, { utf8, anyDots = false }: MailboxRules): RegExp {
  if (isQuoted) return utf8 ? QUOTED_UTF8 : QUOTED;
  if (anyDots) return utf8 ? ANY_DOTS_UTF8 : ANY_DOTS;
  return utf8 ? DOT_STRING_UTF8 : DOT_STRING;
}

export function scanLocalPart(text: string, at: number, rules: MailboxRules): Result<string, GrammarError> {
  const isQuoted = text[at] === '"';
  const found = matchAt(localPartPattern(isQuoted, rules), text, at);
  if (found !== undefined) return ok(found);
  if (isQuoted) return fail('local-part', 'a quoted local part is not closed, or holds what must not stand in it');
  const shown = text.slice(at, at + 1);
  if (shown > '\x7f') return fail('not-ascii', 'an address has characters beyond ASCII, which need SMTPUTF8');
  return fail('local-part', shown === '' || shown === '@' ? 'the local part is missing' : badBegin(shown));
}

const badBegin = (character: string): string => `a local part cannot begin with ${quoted(character)}`;

function afterLocalPart(text: string, at: number, { utf8 }: MailboxRules): GrammarError {
  const next = text[at] ?? '';
  if (next === '' || next === '>' || next === ' ')
    return grammarError('smtp/mailbox', 'no-domain', 'the address has no domain');
  if (next > '\x7f' && !utf8)
    return grammarError('smtp/mailbox', 'not-ascii', 'an address has characters beyond ASCII, which need SMTPUTF8');
  return grammarError('smtp/mailbox', 'local-part', `${quoted(next)} may not stand in a local part at that place`);
}

interface ScannedDomain {
  readonly domain: string | AddressLiteral;
  readonly end: number;
}

/** A domain or an address literal that begins at `at`. */
export function scanDomain(text: string, at: number, rules: MailboxRules): Result<ScannedDomain, GrammarError> {
  if (text[at] === '[') return scanLiteral(text, at);
  const domain = matchAt(DOMAIN, text, at);
  if (domain === undefined) return fail('domain', 'the domain is missing or malformed');
  const problem = domainProblem(domain, { utf8: rules.utf8 && rules.asciiDomain !== true });
  if (problem !== undefined) return fail(problem.problem, problem.message);
  return ok({ domain, end: at + domain.length });
}

function scanLiteral(text: string, at: number): Result<ScannedDomain, GrammarError> {
  const written = matchAt(LITERAL, text, at);
  const literal = written === undefined ? undefined : parseLiteral(written);
  if (literal === undefined)
    return fail('literal', 'an address literal is malformed: [192.0.2.1] or [IPv6:2001:db8::1]');
  return ok({ domain: literal, end: at + written!.length });
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const fail = (problem: GrammarProblem, message: string): { ok: false; error: GrammarError } =>
  err(grammarError('smtp/mailbox', problem, message));
