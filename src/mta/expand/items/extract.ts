import type { ItemNode, ItemRow } from '../ast.ts';
import { choose } from '../evaluate/branches.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { afterWith, failed, isFailure, isText, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
import { aboutBraces } from '../parse/cursor.ts';
import type { Run } from '../run.ts';
import { areDigits, fieldNumber } from '../values/integer.ts';
import { extractJson } from '../values/json-parts.ts';
import { readNamed } from '../values/named-values.ts';
import { trim } from '../values/space.ts';

const MINUS = 45;

/**
 * `${extract{name}{a=1 b="2 3"}…}` and `${extract{number}{separators}{string}…}`: which of the two it is, is known when
 * the first argument has its value, and with it whether the third string is an argument or the yes part.
 */
export const extract: ItemRow = {
  name: 'extract',
  doc: 'Takes a field out of a string: by name from name=value pairs, by number between separators, or from JSON.',
  syntax: {
    kind: 'branches',
    words: ['json', 'jsons'],
    missing: [],
  },
  lenient: true,
  evaluate: evaluateExtract,
};

function evaluateExtract(node: ItemNode, run: Run): Later<Outcome> {
  if (node.branches.length === 0) return misplaced(node, "missing '{' for arg 1 of extract");
  const key = evaluateSequence(node.branches[0]!, run);
  return isText(key) ? withKey(key, node, run) : afterWith(key, withKey, node, run);
}

function withKey(key: Outcome, node: ItemNode, run: Run): Later<Outcome> {
  if (key.kind !== 'text') return key;
  const name = trim(key.text);
  if (name === '') return failed('first argument of "extract" must not be empty');
  if (node.branches.length === 1) return misplaced(node, "missing '{' for arg 2 of extract");
  const subject = evaluateSequence(node.branches[1]!, run);
  return isText(subject) ? take(subject, name, node, run) : afterWith(subject, take, name, node, run);
}

/** By name, by number or out of JSON. */
function take(subject: Outcome, key: string, node: ItemNode, run: Run): Later<Outcome> {
  if (subject.kind !== 'text') return subject;
  if (node.words.length > 0) return fromJson(node, run, key, subject);
  return isNumber(key) ? numbered(node, run, fieldNumber(key), subject) : answer(node, run, 2, named(key, subject));
}

/** `json`: as written; `jsons`: a string, without its quotes. */
function fromJson(node: ItemNode, run: Run, key: string, subject: Text): Later<Outcome> {
  const form = node.words[0] === 'jsons' ? 'strings' : 'as-written';
  const found = extractJson(key, subject, form);
  if (!isFailure(found)) return answer(node, run, 2, found);
  // Exim takes what is no JSON for an affair of braces.
  return isOfJson(found.message) ? failed(aboutBraces(node.tail.source, node.branches[1]!.end, found.message)) : found;
}

const isOfJson = (message: string): boolean => message.startsWith('missing ');

const misplaced = ({ tail }: ItemNode, message: string): Outcome =>
  failed(aboutBraces(tail.source, tail.start, message));

/** Digits, a sign before them or not; a sign alone is one, too. */
const isNumber = (key: string): boolean => areDigits(key, key.charCodeAt(0) === MINUS ? 1 : 0);

function numbered(node: ItemNode, run: Run, number: number, separators: Text): Later<Outcome> {
  if (node.branches.length === 2) return misplaced(node, "missing '{' for arg 3 of extract");
  const subject = evaluateSequence(node.branches[2]!, run);
  return isText(subject)
    ? takeField(subject, number, separators, node, run)
    : afterWith(subject, takeField, number, separators, node, run);
}

const takeField = (subject: Outcome, number: number, separators: Text, node: ItemNode, run: Run): Later<Outcome> =>
  subject.kind === 'text' ? answer(node, run, 3, field(number, separators.text, subject)) : subject;

/** @param args  how many of the strings were arguments */
function answer(node: ItemNode, run: Run, args: number, found: Text | undefined): Later<Outcome> {
  const choice = { success: found !== undefined, value: found ?? run.value };
  return choose(node, run, choice, node.branches.slice(args));
}

function named(name: string, { text, tainted }: Text): Text | undefined {
  const value = readNamed(text, name);
  return value === undefined ? undefined : textOf(value, tainted);
}

/** Field 0 is the whole; a negative number counts from the right (Exim spec §11.5). */
function field(number: number, separators: string, { text, tainted }: Text): Text | undefined {
  if (number === 0) return textOf(text, tainted);
  const fields = split(text, separators);
  const found = fields[number > 0 ? number - 1 : fields.length + number];
  return found === undefined ? undefined : textOf(found, tainted);
}

function split(text: string, separators: string): readonly string[] {
  const fields: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!separators.includes(text[at]!)) continue;
    fields.push(text.slice(start, at));
    start = at + 1;
  }
  fields.push(text.slice(start));
  return fields;
}
