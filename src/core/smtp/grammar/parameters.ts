/**
 * Parameters of MAIL and RCPT (RFC 5321 §4.1.1.11): split, and typed where their meaning is known here.
 *
 * Known: SIZE (RFC 1870), BODY (RFC 6152, 3030), RET, ENVID, NOTIFY and ORCPT (RFC 3461), AUTH (RFC 4954), SMTPUTF8
 * (RFC 6531), REQUIRETLS (RFC 8689), PRDR (draft-hall-prdr). Others, as HOLDFOR (RFC 4865) and BY (RFC 2852), are told as
 * unknown: whether one is offered is for the session to say.
 */
import { err, ok, type Result } from '../../../base/index.ts';
import { type GrammarError, type GrammarProblem, grammarError, quoted } from './error.ts';
import { type OriginalRecipient, parseOriginalRecipient } from './orcpt.ts';
import { decodeXtext, decodeXtextOctets } from './xtext.ts';

export interface Parameter {
  /** In capitals. */
  readonly keyword: string;
  /** As written; absent where there is no `=`. */
  readonly value?: string;
}

export type BodyKind = '7BIT' | '8BITMIME' | 'BINARYMIME';
export type NotifyWord = 'NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY';

export interface MailParameters {
  readonly size?: number;
  readonly body?: BodyKind;
  readonly ret?: 'FULL' | 'HDRS';
  /** As it came, xtext: it goes on as it is (RFC 3461 §5.2.1). */
  readonly envid?: string;
  /** Decoded; empty for `AUTH=<>`. */
  readonly auth?: string;
  readonly smtputf8?: true;
  readonly requiretls?: true;
  readonly prdr?: true;
  readonly unknown: readonly Parameter[];
}

export interface RcptParameters {
  /** `NEVER` alone, or some of the others; never empty. */
  readonly notify?: readonly NotifyWord[];
  readonly orcpt?: OriginalRecipient;
  /** The same as it was written. */
  readonly orcptText?: string;
  readonly unknown: readonly Parameter[];
}

/** esmtp-keyword, and esmtp-value of any printable characters but `=` and blanks; UTF-8 under SMTPUTF8 (RFC 6531 §3.3). */
const PARAMETER = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~\u0080-\uffff]+))?$/;
/** Told by their own readers what is wrong in their xtext, `=` included. */
const VALUE_WITH_EQUALS = /^(AUTH|ENVID|ORCPT)=(.*)$/i;

/** Blanks between parameters may be more than one, as senders write them. */
export function splitParameters(text: string): Result<readonly Parameter[], GrammarError> {
  const parameters: Parameter[] = [];
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const match = PARAMETER.exec(word) ?? VALUE_WITH_EQUALS.exec(word);
    if (match === null) return fail('syntax', `${quoted(word)} is no parameter: KEYWORD or KEYWORD=VALUE`);
    const [, keyword = '', value] = match;
    parameters.push({ keyword: keyword.toUpperCase(), ...(value !== undefined && { value }) });
  }
  return ok(parameters);
}

/** @param octets  the text is an octet string, and so is what AUTH= stands for; ENVID and ORCPT are text all the same */
export const parseMailParameters = (text: string, octets = false): Result<MailParameters, GrammarError> =>
  parse(text, MAIL_READERS, octets);

export const parseRcptParameters = (text: string, octets = false): Result<RcptParameters, GrammarError> =>
  parse(text, RCPT_READERS, octets);

/** One keyword's value to what it adds. */
type Reader<T> = (value: string | undefined, keyword: string, octets: boolean) => Result<Partial<T>, GrammarError>;
type Readers<T> = Readonly<Record<string, Reader<T>>>;
type Typed = { readonly unknown: readonly Parameter[] };

function parse<T extends Typed>(text: string, readers: Readers<T>, octets: boolean): Result<T, GrammarError> {
  const split = splitParameters(text);
  if (!split.ok) return split;
  const unknown: Parameter[] = [];
  const seen = new Set<string>();
  const typed: Partial<T> = {};
  for (const parameter of split.value) {
    const { keyword, value } = parameter;
    // RFC 5321 §4.1.1.11 does not say it, RFC 3461 §4 does of its own: once only.
    if (seen.has(keyword)) return fail('repeated', `${keyword} can be specified once only`, keyword);
    seen.add(keyword);
    const reader = Object.hasOwn(readers, keyword) ? readers[keyword] : undefined;
    const read = reader === undefined ? undefined : reader(value, keyword, octets);
    if (read === undefined) unknown.push(parameter);
    else if (read.ok) Object.assign(typed, read.value);
    else return read;
  }
  Object.assign(typed, { unknown });
  return ok(typed as T);
}

const MAIL_READERS: Readers<MailParameters> = {
  SIZE: (value, keyword) =>
    // RFC 1870 §4: 1*20DIGIT; numbers no file can have are still greater than any limit.
    value !== undefined && /^\d{1,20}$/.test(value)
      ? ok({ size: Math.min(Number(value), Number.MAX_SAFE_INTEGER) })
      : badValue(keyword, value),
  BODY: (value, keyword) => word(value, ['7BIT', '8BITMIME', 'BINARYMIME'], keyword, (body) => ({ body })),
  RET: (value, keyword) => word(value, ['FULL', 'HDRS'], keyword, (ret) => ({ ret })),
  ENVID: (value, keyword) => {
    // RFC 3461 §4.4: at most 100 characters.
    if (value === undefined || value === '' || value.length > 100) return badValue(keyword, value);
    return xtext(decodeXtext(value), keyword, () => ({ envid: value }));
  },
  AUTH: (value, keyword, octets) => {
    if (value === undefined) return badValue(keyword, value);
    if (value === '<>') return ok({ auth: '' });
    return xtext(octets ? decodeXtextOctets(value) : decodeXtext(value), keyword, (auth) => ({ auth }));
  },
  SMTPUTF8: (value, keyword) => alone(value, keyword, { smtputf8: true }),
  REQUIRETLS: (value, keyword) => alone(value, keyword, { requiretls: true }),
  PRDR: (value, keyword) => alone(value, keyword, { prdr: true }),
};

const RCPT_READERS: Readers<RcptParameters> = {
  NOTIFY: (value, keyword) => {
    const words = (value ?? '').toUpperCase().split(',');
    const isRight = words.length === 1 && words[0] === 'NEVER' ? true : words.every(isNotifyWord);
    return isRight ? ok({ notify: [...new Set(words)] as NotifyWord[] }) : badValue(keyword, value);
  },
  ORCPT: (value, keyword, octets) => {
    if (value === undefined || value.length > 500) return badValue(keyword, value); // RFC 3461 §4.2
    const orcptText = octets ? Buffer.from(value, 'latin1').toString('utf8') : value;
    const orcpt = parseOriginalRecipient(orcptText);
    return orcpt.ok ? ok({ orcpt: orcpt.value, orcptText }) : fail('value', orcpt.error.message, keyword);
  },
};

/** NEVER stands alone (RFC 3461 §4.1). */
const isNotifyWord = (word: string): boolean => word === 'SUCCESS' || word === 'FAILURE' || word === 'DELAY';

function word<T, W extends string>(
  value: string | undefined,
  words: readonly W[],
  keyword: string,
  make: (word: W) => Partial<T>,
): Result<Partial<T>, GrammarError> {
  const found = words.find((known) => known === value?.toUpperCase());
  return found === undefined ? badValue(keyword, value) : ok(make(found));
}

function xtext<T>(
  decoded: Result<string, GrammarError>,
  keyword: string,
  make: (text: string) => Partial<T>,
): Result<Partial<T>, GrammarError> {
  return decoded.ok ? ok(make(decoded.value)) : fail('value', `${keyword}: ${decoded.error.message}`, keyword);
}

const alone = <T>(value: string | undefined, keyword: string, found: Partial<T>): Result<Partial<T>, GrammarError> =>
  value === undefined ? ok(found) : fail('value', `${keyword} takes no value`, keyword);

const badValue = (keyword: string, value: string | undefined): { ok: false; error: GrammarError } =>
  fail(
    'value',
    value === undefined ? `${keyword} needs a value` : `${quoted(value)} is no value for ${keyword}`,
    keyword,
  );

const fail = (problem: GrammarProblem, message: string, keyword?: string): { ok: false; error: GrammarError } =>
  err(grammarError('smtp/parameter', problem, message, keyword));
