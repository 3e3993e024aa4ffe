/**
 * Authentication-Results, read by the grammar of RFC 8601 §2.2 and beyond it where real mail goes beyond it.
 *
 * Bounded in its length, and linear in it: every character is looked at a fixed number of times, whatever it is.
 */
import { err, ok, type Result } from '../../base/index.ts';
import type { Field } from '../message/index.ts';
import { isBareMailbox, isKeyword, isToken, quote } from './grammar.ts';
import { Faulty, Scanner } from './scanner.ts';
import type { MethodResult, Property, ReadResults, Unreadable } from './types.ts';

/** Far beyond what services write; a larger one is an attack on the reader. */
export const MAX_RESULTS_CHARACTERS = 64 * 1024;
export const MAX_METHOD_RESULTS = 500;

/** @param field  as received, one character an octet; its name is not looked at */
export function readAuthenticationResults({ text, valueAt }: Field): Result<ReadResults, Unreadable> {
  return parseAuthenticationResults(Buffer.from(text.slice(valueAt), 'latin1').toString('utf8')); // RFC 8616 §5
}

/** @param text  what is behind the name of the field, with its folds */
export function parseAuthenticationResults(text: string): Result<ReadResults, Unreadable> {
  if (text.length > MAX_RESULTS_CHARACTERS)
    return err({ code: 'too-long', detail: `it has ${text.length} characters, more than ${MAX_RESULTS_CHARACTERS}` });
  try {
    return ok(readPayload(new Scanner(text)));
  } catch (error) {
    if (error instanceof Faulty) return err(error.fault);
    throw error;
  }
}

/** authres-payload */
function readPayload(scanner: Scanner): ReadResults {
  scanner.cfws();
  if (scanner.isDone) throw new Faulty('empty', 'it says nothing: an authserv-id and "; none" would be the least');
  const authservId = readAuthservId(scanner);
  const version = authservId === undefined ? 1 : readVersion(scanner);
  const comment = scanner.takeComment();
  const results = readElements(scanner, authservId === undefined);
  return {
    ...(authservId !== undefined && { authservId }),
    version,
    ...(comment !== undefined && { comment }),
    results,
    leniencies: scanner.leniencies,
  };
}

/** A token or a quoted string. What has a `=` behind it is a result, and the authserv-id was left out. */
function readAuthservId(scanner: Scanner): string | undefined {
  const from = scanner.at;
  const isQuoted = scanner.take('"');
  const id = isQuoted ? scanner.quoted() : scanner.word();
  const end = scanner.at;
  scanner.cfws();
  if (!isQuoted && (id === '' || scanner.peek() === '=')) {
    scanner.tell('no-authserv-id', 'the authserv-id is missing: it is not said who made these checks');
    scanner.takeComment();
    scanner.at = from;
    return undefined;
  }
  scanner.at = end;
  scanner.takeComment();
  if (!isQuoted && !isToken(id)) scanner.tell('unquoted-value', `the authserv-id ${shown(id)} needs quotes`);
  return id;
}

function readVersion(scanner: Scanner): number {
  scanner.cfws();
  if (isAtEnd(scanner)) return 1;
  const from = scanner.at;
  const word = scanner.word();
  scanner.cfws();
  if (/^\d{1,9}$/.test(word) && isAtEnd(scanner)) return Number(word);
  scanner.at = from;
  const stray = scanner.skipElement();
  throw new Faulty('syntax', `${shown(stray)} stands behind the authserv-id, where ";" or a version would be`);
}

/** The results, or none; empty elements between semicolons are passed over. */
function readElements(scanner: Scanner, isOpen: boolean): readonly MethodResult[] {
  const results: MethodResult[] = [];
  let saysNone = false;
  for (let isFirst = isOpen; !scanner.isDone; isFirst = false) {
    if (!isFirst) scanner.take(';');
    scanner.cfws();
    scanner.takeComment();
    if (isAtEnd(scanner)) {
      scanner.tell('empty-element', 'a semicolon ends it, or stands twice');
      continue;
    }
    const element = readElement(scanner);
    if (element === 'none') saysNone = true;
    else if (element !== undefined) results.push(element);
    if (results.length > MAX_METHOD_RESULTS)
      throw new Faulty('too-many-results', `it has more than ${MAX_METHOD_RESULTS} results`);
  }
  if (saysNone && results.length > 0) scanner.tell('none-with-results', '"none" stands beside results');
  if (!saysNone && results.length === 0) scanner.tell('no-results', 'there is no result, and "none" is not said');
  return results;
}

/** resinfo or no-result; one that cannot be read is left out, and said so. */
function readElement(scanner: Scanner): MethodResult | 'none' | undefined {
  const from = scanner.at;
  const method = scanner.name();
  const version = readMethodVersion(scanner);
  if (method === 'none' && isAtEnd(scanner)) return 'none';
  if (method !== '' && scanner.take('=')) {
    scanner.cfws();
    const result = scanner.word().toLowerCase();
    if (result !== '') return readResult(scanner, { method, ...(version !== undefined && { version }), result });
  }
  scanner.at = from;
  skip(scanner, scanner.skipElement());
  return undefined;
}

const isAtEnd = (scanner: Scanner): boolean => scanner.isDone || scanner.peek() === ';';

/** `/ 1` behind a method. */
function readMethodVersion(scanner: Scanner): number | undefined {
  scanner.cfws();
  if (!scanner.take('/')) return undefined;
  scanner.cfws();
  const word = scanner.word();
  scanner.cfws();
  if (/^\d{1,9}$/.test(word)) return Number(word);
  scanner.tell('odd-keyword', `${shown(word)} is no version of a method`);
  return undefined;
}

interface Methodspec {
  readonly method: string;
  readonly version?: number;
  readonly result: string;
}

function readResult(scanner: Scanner, { method, version, result }: Methodspec): MethodResult {
  for (const word of [method, result]) tellOddKeyword(scanner, word);
  scanner.cfws();
  const details: Details = { comments: [scanner.takeComment()], properties: [] };
  for (; !isAtEnd(scanner); scanner.cfws()) readDetail(scanner, details);
  const comment = details.comments.filter((one) => one !== undefined).join('; ');
  return {
    method,
    ...(version !== undefined && { methodVersion: version }),
    result,
    ...(details.reason !== undefined && { reason: details.reason }),
    ...(comment !== '' && { comment }),
    properties: details.properties,
  };
}

interface Details {
  reason?: string;
  readonly comments: (string | undefined)[];
  readonly properties: Property[];
}

/** A reasonspec or a propspec, in whichever order they come. */
function readDetail(scanner: Scanner, details: Details): void {
  const from = scanner.at;
  const spec = readSpec(scanner);
  if (spec === undefined) {
    scanner.at = from;
    skip(scanner, scanner.skipWord());
  } else if (spec.type === '' && spec.name === 'reason') takeReason(scanner, details);
  else details.properties.push(readProperty(scanner, spec));
}

type Spec = Pick<Property, 'type' | 'name'>;

/** `ptype.property =` or `name =`, with comments and white space anywhere between (RFC 8601 §2.2). */
function readSpec(scanner: Scanner): Spec | undefined {
  const first = scanner.name();
  scanner.cfws();
  const hasType = scanner.take('.');
  if (hasType) scanner.cfws();
  const name = hasType ? scanner.word().toLowerCase() : first;
  if (hasType) scanner.cfws();
  if (first === '' || name === '' || !scanner.take('=')) return undefined;
  return { type: hasType ? first : '', name };
}

function takeReason(scanner: Scanner, details: Details): void {
  if (details.properties.length > 0) scanner.tell('late-reason', 'the reason stands behind properties');
  if (details.reason !== undefined) scanner.tell('repeated-reason', 'there are several reasons; the last is taken');
  details.reason = readValue(scanner, 'the reason');
  scanner.cfws();
  details.comments.push(scanner.takeComment());
}

function readProperty(scanner: Scanner, { type, name }: Spec): Property {
  if (type === '')
    scanner.tell('property-without-type', `${shown(name)} has no type in front of it, as header.from has`);
  for (const word of [type, name]) if (word !== '') tellOddKeyword(scanner, word);
  const value = readValue(scanner, type === '' ? name : `${type}.${name}`);
  scanner.cfws();
  const comment = scanner.takeComment();
  return { type, name, value, ...(comment !== undefined && { comment }) };
}

/** What follows an empty value would be the next property; a value of this look needs quotes. */
const LOOKS_LIKE_PROPERTY = /^[A-Za-z][\w-]*\.[\w-]+=/;

/** value or pvalue: a token, a quoted string, an address or a domain; and what else is met without quotes. */
function readValue(scanner: Scanner, what: string): string {
  const start = scanner.at;
  scanner.cfws();
  if (scanner.take('"')) return readQuoted(scanner);
  const from = scanner.at;
  const word = scanner.valueWord();
  if (word === '' || (from > start && LOOKS_LIKE_PROPERTY.test(word))) {
    scanner.at = from;
    scanner.tell('empty-value', `${shown(what)} has no value`);
    return '';
  }
  if (!isToken(word) && !isBareMailbox(word))
    scanner.tell('unquoted-value', `the value ${shown(word)} of ${shown(what)} needs quotes`);
  return word;
}

/** A quoted string, or the local part of an address in quotes. */
function readQuoted(scanner: Scanner): string {
  const content = scanner.quoted();
  if (scanner.peek() !== '@') return content;
  return `${quote(content)}${scanner.valueWord()}`;
}

function tellOddKeyword(scanner: Scanner, word: string): void {
  if (!isKeyword(word)) scanner.tell('odd-keyword', `${shown(word)} is no keyword of letters, digits and hyphens`);
}

function skip(scanner: Scanner, stray: string): void {
  scanner.takeComment();
  scanner.tell('skipped', `${shown(stray)} is neither METHOD=RESULT nor PTYPE.PROPERTY=VALUE`);
}

const MAX_SHOWN = 60;

function shown(text: string): string {
  const plain = text.replace(/[\s\x00-\x1f\x7f-\x9f]+/g, ' ').trim();
  return `"${plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)}…` : plain}"`;
}
