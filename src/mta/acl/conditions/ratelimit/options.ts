/** `limit / period / options / key`, read. */
import { asciiLowerCase, err, ok, parseInterval, type Result } from '../../../../base/index.ts';
import { readList } from '../../../expand/index.ts';
import type { AclRun } from '../../engine/run.ts';
import { isMessageSite, placeName } from '../../engine/site.ts';
import type { AclSite } from '../../types.ts';

export interface RateOptions {
  readonly limit: number;
  /** As written: what is recorded for another way of writing it is another record. */
  readonly periodText: string;
  readonly periodSeconds: number;
  /** `per_mail`, `per_rcpt`, … as it stands in the key. */
  readonly per: string;
  readonly count: number;
  /** Only what has not been counted in this period counts. */
  readonly unique: string | undefined;
  readonly update: 'leaky' | 'strict' | 'never';
  /** Undefined: the client's address. */
  readonly key: string | undefined;
  /** For how long an outcome holds: nothing is counted twice for it. */
  readonly scope: 'connection' | 'message' | 'command';
}

interface Draft {
  per: string | undefined;
  count: number;
  unique: string | undefined;
  words: Set<string>;
  key: string | undefined;
  /** It counts what happens elsewhere: here it can only be looked at. */
  misplaced: boolean;
  scope: RateOptions['scope'];
}

/** @returns or what is wrong, without the words that begin every such message */
export function readRateOptions(text: string, run: AclRun): Result<RateOptions, string> {
  const [limitText, periodText, ...rest] = readList(`</${text}`).items;
  const limit = readNumber(limitText ?? '', true);
  if (limitText === undefined) return err('sender rate limit not set');
  if (limit === undefined) return err(`"${limitText}" is not a positive number`);
  const periodSeconds = parseInterval(periodText ?? '') ?? 0;
  if (periodSeconds <= 0) return err(`"${periodText ?? 'NULL'}" is not a time value`);
  const draft: Draft = {
    ...{ per: undefined, count: 1, unique: undefined, words: new Set<string>() },
    ...{ key: undefined, misplaced: false, scope: 'message' },
  };
  for (const word of rest) {
    const wrong = readWord(word, draft, run);
    if (wrong !== undefined) return err(wrong);
  }
  return settle(draft, { limit, periodText: periodText!, periodSeconds }, run.world.phase);
}

/** Digits and a fraction, perhaps with an exponent; K, M and G where they are allowed. */
function readNumber(text: string, withUnit: boolean): number | undefined {
  if (text === '') return 0; // as strtod has it
  const [, digits, unit = ''] = /^\s*\+?((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([kmg]?)$/i.exec(text) ?? [];
  if (digits === undefined || (unit !== '' && !withUnit)) return undefined;
  const value = Number(digits) * 1024 ** ' kmg'.indexOf(unit === '' ? ' ' : unit.toLowerCase());
  return Number.isFinite(value) ? value : undefined;
}

const WORDS = new Set(['leaky', 'strict', 'readonly', 'noupdate']);

/** What is no option is the key, or more of it. */
function readWord(written: string, draft: Draft, run: AclRun): string | undefined {
  const word = written.toLowerCase();
  const per = PER[word];
  if (WORDS.has(word)) draft.words.add(word);
  else if (per !== undefined) return setPer(per, draft, run);
  else if (word.startsWith('count=')) {
    const count = readNumber(written.slice('count='.length), false);
    if (count === undefined) return `"${written}" is not a positive number`;
    draft.count = count;
  } else if (word.startsWith('unique=')) draft.unique = written.slice('unique='.length);
  else draft.key = draft.key === undefined ? written : `${draft.key}/${written}`;
  return undefined;
}

function setPer(per: (draft: Draft, run: AclRun) => string, draft: Draft, run: AclRun) {
  if (draft.per !== undefined) return 'conflicting per_* options';
  draft.per = per(draft, run);
  return undefined;
}

const isMail = ({ world }: AclRun): boolean => isMessageSite(world.phase);

/** Behind the recipients, all of them are counted at once. */
const AFTER_RECIPIENTS = new Set<AclSite>(['predata', 'mime', 'dkim', 'data', 'prdr', 'not-smtp', 'not-smtp-mime']);

/** What each counts: it sets the count, and where it is out of place. */
const PER: Readonly<Record<string, (draft: Draft, run: AclRun) => string>> = {
  per_cmd: (draft) => {
    draft.scope = 'command';
    return 'per_cmd';
  },
  per_conn: (draft, { world: { phase } }) => {
    draft.scope = 'connection';
    draft.misplaced ||= phase === 'not-smtp' || phase === 'not-smtp-start';
    return 'per_conn';
  },
  per_mail: (draft, run) => {
    draft.misplaced ||= !isMail(run);
    return 'per_mail';
  },
  per_byte: (draft, run) => {
    draft.misplaced ||= !isMail(run);
    draft.count = sizeOf(run);
    return 'per_mail';
  },
  per_rcpt: (draft, { world: { phase, facts } }) => {
    if (phase === 'rcpt') draft.scope = 'command';
    else if (AFTER_RECIPIENTS.has(phase)) draft.count = facts.message?.recipients.length ?? 0;
    else draft.misplaced = true;
    return 'per_rcpt';
  },
  per_addr: (draft, { world: { phase, facts } }) => {
    draft.scope = 'command';
    const { address } = facts;
    if (phase !== 'rcpt' || address === undefined) draft.misplaced = true;
    draft.unique = draft.misplaced ? '*' : `${asciiLowerCase(address!.localPart)}@${address!.domain}`;
    return 'per_rcpt';
  },
};

/** As `$message_size`: what MAIL announced before the message is there, then what came, without the headers that are ours. */
function sizeOf({ world: { facts } }: AclRun): number {
  const { message } = facts;
  if (message?.body === undefined) return message?.parameters.size ?? 0;
  return (message.headerRead?.octets ?? 0) + message.body.octets;
}

function settle(
  { per = 'per_mail', count, unique, words, key, misplaced, scope }: Draft,
  limits: Pick<RateOptions, 'limit' | 'periodText' | 'periodSeconds'>,
  site: AclSite,
): Result<RateOptions, string> {
  const modes = ['leaky', 'strict', 'readonly'].filter((word) => words.has(word));
  if (modes.length > 1) return err('conflicting update modes');
  const isWriting = words.has('leaky') || words.has('strict');
  if (misplaced && isWriting && !words.has('noupdate'))
    return err(`"${per}" must not have /leaky or /strict option, or cannot be used in ${placeName(site)} ACL`);
  const isReadOnly = misplaced || words.has('noupdate') || words.has('readonly');
  return ok({
    ...limits,
    ...{ per, unique, key, count: isReadOnly ? 0 : count },
    update: isReadOnly ? 'never' : words.has('strict') ? 'strict' : 'leaky',
    scope: isReadOnly ? 'command' : scope,
  });
}
