/** Reverse-path and Forward-path: `<…>` in MAIL and RCPT (RFC 5321 §4.1.2). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type GrammarError, type GrammarProblem, grammarError, quoted } from './error.ts';
import { formatMailbox, type Mailbox, type MailboxRules, scanDomain, scanLocalPart, scanMailbox } from './mailbox.ts';

export type Path =
  /** `<>`: of bounces, as nobody is to be told about them (RFC 5321 §4.5.5). */
  | { readonly kind: 'null' }
  | {
      readonly kind: 'mailbox';
      readonly mailbox: Mailbox;
      /** The hosts of a source route `@a,@b:`, which is taken and ignored (RFC 5321 App. C). */
      readonly route: readonly string[];
    }
  /** A local part alone: always legal as `<Postmaster>` (RFC 5321 §4.1.1.3), else a matter of policy. */
  | { readonly kind: 'local'; readonly localPart: string };

export interface PathRules extends MailboxRules {
  /** Take an address without its angle brackets, as Exim and others do; it ends at a blank. */
  readonly bare?: boolean;
}

export interface ParsedPath {
  readonly path: Path;
  /** What follows, with the blank before it: the parameters. */
  readonly rest: string;
}

/** A path at the beginning of the text. What is no path is refused with what is wrong. */
export function parsePath(text: string, rules: PathRules): Result<ParsedPath, GrammarError> {
  const isBare = !text.startsWith('<');
  if (isBare && rules.bare !== true) return fail('no-brackets', 'an address must stand in angle brackets');
  const scanned = isBare ? scanAddress(text, 0, rules) : scanBracketed(text, rules);
  if (!scanned.ok) return scanned;
  const rest = text.slice(scanned.value.end);
  if (rest !== '' && !rest.startsWith(' ')) return fail('surplus', `${quoted(rest)} may not follow the address`);
  return ok({ path: scanned.value.path, rest });
}

/** As it is written in a command. */
export function formatPath(path: Path): string {
  if (path.kind === 'null') return '<>';
  return path.kind === 'local' ? `<${path.localPart}>` : `<${formatMailbox(path.mailbox)}>`;
}

/** The address without brackets and route; empty for the null path. */
export function addressOf(path: Path): string {
  if (path.kind === 'null') return '';
  return path.kind === 'local' ? path.localPart : formatMailbox(path.mailbox);
}

interface Scanned {
  readonly path: Path;
  readonly end: number;
}

function scanBracketed(text: string, rules: PathRules): Result<Scanned, GrammarError> {
  if (text[1] === '>') return ok({ path: { kind: 'null' }, end: 2 });
  const scanned = scanAddress(text, 1, rules);
  if (!scanned.ok) return scanned;
  const { path, end } = scanned.value;
  if (text[end] === '>') return ok({ path, end: end + 1 });
  if (text[end] === undefined) return fail('unclosed', 'the address lacks its closing ">"');
  return fail('surplus', `${quoted(text.slice(end))} may not follow the address`);
}

function scanAddress(text: string, at: number, rules: PathRules): Result<Scanned, GrammarError> {
  const routed = text[at] === '@' ? scanRoute(text, at, rules) : ok({ route: [], end: at });
  if (!routed.ok) return routed;
  const { route, end: start } = routed.value;
  const scanned = scanMailbox(text, start, rules);
  if (scanned.ok)
    return ok({ path: { kind: 'mailbox', mailbox: scanned.value.mailbox, route }, end: scanned.value.end });
  if (scanned.error.problem !== 'no-domain') return scanned;
  const localPart = scanLocalPart(text, start, rules);
  if (!localPart.ok) return localPart;
  return ok({ path: { kind: 'local', localPart: localPart.value }, end: start + localPart.value.length });
}

/** A-d-l = At-domain *( "," At-domain ), then a colon. */
function scanRoute(
  text: string,
  start: number,
  rules: PathRules,
): Result<{ readonly route: readonly string[]; readonly end: number }, GrammarError> {
  const route: string[] = [];
  for (let at = start; ; ) {
    if (text[at] !== '@') return fail('syntax', 'a source route must be "@host,@host:" before the address');
    const host = scanDomain(text, at + 1, rules);
    if (!host.ok) return host;
    const { domain, end } = host.value;
    route.push(typeof domain === 'string' ? domain : text.slice(at + 1, end));
    if (text[end] === ':') return ok({ route, end: end + 1 });
    if (text[end] !== ',') return fail('syntax', 'a source route must end with ":" before the address');
    at = end + 1;
  }
}

const fail = (problem: GrammarProblem, message: string): { ok: false; error: GrammarError } =>
  err(grammarError('smtp/path', problem, message));
