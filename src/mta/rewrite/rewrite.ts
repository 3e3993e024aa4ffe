/** An address through the rules, in their order; later ones see what earlier ones have made of it (Exim spec ch. 31). */
import type { RewriteRule } from '../config/index.ts';
import {
  after,
  type ExpansionHost,
  expand,
  type Failure,
  isFailure,
  type Later,
  parseExpansion,
  type Text,
  textOf,
} from '../expand/index.ts';
import { type Mailbox, PLAIN_MAILBOX, phraseOf, readMailbox } from '../mailbox/index.ts';
import { fatalMistake } from '../match/index.ts';
import { isHeader, isSmtp, type RuleFlags, readFlags } from './flags.ts';
import { type Captures, matchRule } from './match.ts';
import type { Place, RewriteWorld, Rewritten } from './types.ts';

/** @param address  qualified, but for those that MAIL and RCPT have */
export function rewriteAddress(address: string, place: Place, world: RewriteWorld): Later<Rewritten> {
  return after(
    applyFrom(0, { address, place, world, original: address, whole: undefined }, 0),
    ({ address: found, whole }) => ({
      address: found,
      changed: found !== address || whole !== undefined,
      ...(whole !== undefined && { whole: whole.text }),
    }),
  );
}

interface State {
  readonly address: string;
  readonly place: Place;
  readonly world: RewriteWorld;
  /** For the log: what stood there before this rule, its phrase with it. */
  readonly original: string;
  /** The mailbox that a rule with `w` has given, and where in it the address stands. */
  readonly whole: { readonly text: string; readonly start: number; readonly end: number } | undefined;
}

/** A rule that repeats is applied no more often. */
const MAX_REPEATS = 10;

function applyFrom(index: number, state: State, repeats: number): Later<State> {
  const rule = state.world.rules[index];
  if (rule === undefined) return state;
  const flags = readFlags(rule.flags);
  if (!flags.places.has(state.place)) return applyFrom(index + 1, state, 0);
  return after(applyRule(rule, flags, index, state), (applied) => {
    if (applied === 'no-match') return applyFrom(index + 1, state, 0);
    if (applied === 'stop') return state;
    if (flags.repeats && repeats < MAX_REPEATS) return applyFrom(index, applied, repeats + 1);
    if (flags.repeats) state.world.log?.('rewrite rule repeat ignored after 10 times', 'mistake');
    return flags.quits ? applied : applyFrom(index + 1, applied, 0);
  });
}

type Applied = State | 'no-match' | 'stop';

function applyRule(rule: RewriteRule, flags: RuleFlags, index: number, state: State): Later<Applied> {
  const { address, place, world } = state;
  const host = hostFor(address, place, world);
  return after(matchRule(rule.pattern, address, host), (captures): Later<Applied> => {
    if (isFailure(captures)) {
      tellPattern(rule, captures, state);
      return 'no-match';
    }
    if (captures === undefined) return 'no-match';
    // A lone asterisk leaves the address as it is, and no other rule sees it.
    if (rule.replacement === '*' && !isSmtp(place)) return 'stop';
    return after(replacementOf(rule, captures, host), (made): Later<Applied> => {
      if (made.kind === 'forced-fail') return flags.quits ? 'stop' : 'no-match';
      if (made.kind !== 'text') {
        world.log?.(`Expansion of ${rule.replacement} failed while rewriting: ${made.message}`, 'mistake');
        return 'stop';
      }
      return accept(made.text, flags, index, state);
    });
  });
}

/** A named list that is none was told of where it was asked. */
function tellPattern({ pattern }: RewriteRule, failure: Failure, { place, world }: State): void {
  const fatal = fatalMistake(failure);
  const what = isSmtp(place) ? 'for SMTP rewriting' : 'a list';
  if (fatal !== undefined) world.log?.(fatal, 'fatal');
  else if (!failure.message.startsWith('unknown named '))
    world.log?.(`failed to expand "${pattern}" while checking ${what}: ${failure.message}`, 'mistake');
}

/** Addresses of MAIL and RCPT may have any form: they have no local part yet. */
function hostFor(address: string, place: Place, world: RewriteWorld): ExpansionHost {
  const at = address.lastIndexOf('@');
  const values: Readonly<Record<string, Text>> = isSmtp(place)
    ? {}
    : { local_part: textOf(address.slice(0, at), true), domain: textOf(address.slice(at + 1), true) };
  return world.host((name) => values[name]);
}

const replacementOf = ({ replacement }: RewriteRule, captures: Captures, host: ExpansionHost) =>
  expand(parseExpansion(replacement), host, undefined, captures === undefined ? {} : { captures });

const maySenderBeEmpty = (place: Place): boolean => place === 'env-from' || place === 'smtp-sender';

/** What a rule has made must be an address, and whole. */
function accept(made: string, flags: RuleFlags, index: number, state: State): Later<Applied> {
  const { address, place, world } = state;
  const isEmpty = maySenderBeEmpty(place) && /^\s*<>\s*$/.test(made);
  const parsed: Mailbox | string = isEmpty
    ? { address: '', isQualified: false, start: 1, end: 1 }
    : readMailbox(made, { ...PLAIN_MAILBOX, ...world.mailbox, bareLiterals: true });
  if (typeof parsed === 'string') {
    world.log?.(`Rewrite of ${address} yielded unparseable address: ${parsed} in address ${made}`, 'mistake');
    return 'stop';
  }
  if (parsed.isQualified || isEmpty) return keep(made, parsed, flags, index, state);
  if (!flags.qualifies) {
    world.log?.(`Rewrite of ${address} yielded unqualified address "${made}"`, 'mistake');
    return 'stop';
  }
  return after(world.qualifyDomain(), (domain) => {
    const full = `${parsed.address}@${domain}`;
    const text = made.slice(0, parsed.start) + full + made.slice(parsed.end);
    const end = parsed.start + full.length;
    return keep(text, { address: full, isQualified: true, start: parsed.start, end }, flags, index, state);
  });
}

function keep(made: string, parsed: Mailbox, flags: RuleFlags, index: number, state: State): State {
  const { address, place, world, original, whole } = state;
  world.log?.(`"${original}" from ${WHERE[place]} rewritten as "${made}" by rule ${index + 1}`, 'rewritten');
  world.was?.(address, place);
  const next = { ...state, address: parsed.address };
  if (!isHeader(place)) return { ...next, original: parsed.address };
  if (flags.whole) {
    const fixed = withPhrases(made, parsed, world.charset);
    return { ...next, original: fixed.text, whole: fixed };
  }
  if (whole === undefined) return { ...next, original: parsed.address };
  // The phrase of an earlier rule stays around the new address.
  const text = whole.text.slice(0, whole.start) + parsed.address + whole.text.slice(whole.end);
  return { ...next, original: text, whole: { text, start: whole.start, end: whole.start + parsed.address.length } };
}

/** Around an address in brackets, words and comments as they may stand in a header field (RFC 5322 §3.2.5, RFC 2047). */
function withPhrases(made: string, { start, end }: Mailbox, charset: string | undefined) {
  const open = made.lastIndexOf('<', start - 1);
  if (start === 0 || open < 0) return { text: made, start, end };
  const [, words = '', blanks = ''] = /^(.*?)( *)$/s.exec(made.slice(0, open)) ?? [];
  const before = phraseOf(words, charset) + blanks + made.slice(open, start);
  const [, close = '', behind = ''] = /^(.? *)(.*)$/s.exec(made.slice(end)) ?? [];
  const text = before + made.slice(start, end) + close + phraseOf(behind, charset);
  return { text, start: before.length, end: before.length + end - start };
}

/** As the log has the places. */
const WHERE: Readonly<Record<Place, string>> = {
  sender: 'sender:',
  from: 'from:',
  to: 'to:',
  cc: 'cc:',
  bcc: 'bcc:',
  'reply-to': 'reply-to:',
  'env-from': 'env-from',
  'env-to': 'env-to',
  'smtp-sender': 'smtp recipient', // as Exim has it of both
  'smtp-recipient': 'smtp recipient',
};
