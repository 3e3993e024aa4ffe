import type { ItemNode, ItemRow, Sequence } from '../ast.ts';
import { choose } from '../evaluate/branches.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { after, failed, isFailure, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { extractJson } from '../values/json-parts.ts';
import { readNamed } from '../values/named-values.ts';

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
  const [first, second] = node.branches;
  if (first === undefined) return failed("missing '{' for arg 1 of extract");
  return after(evaluateSequence(first, run), (key) => {
    if (key.kind !== 'text') return key;
    if (key.text.trim() === '') return failed('first argument of "extract" must not be empty');
    if (second === undefined) return failed("missing '{' for arg 2 of extract");
    return after(evaluateSequence(second, run), (subject) =>
      subject.kind === 'text' ? take(node, run, key, subject) : subject,
    );
  });
}

/** By name, by number or out of JSON. */
function take(node: ItemNode, run: Run, { text }: Text, subject: Text): Later<Outcome> {
  const key = text.trim();
  return node.words.length === 0 ? byKey(node, run, key, subject) : fromJson(node, run, key, subject);
}

/** `json`: as written; `jsons`: a string, without its quotes. */
function fromJson(node: ItemNode, run: Run, key: string, subject: Text): Later<Outcome> {
  const form = node.words[0] === 'jsons' ? 'strings' : 'as-written';
  const found = extractJson(key, subject, form);
  return isFailure(found) ? found : answer(node, run, node.branches.slice(2), found);
}

function byKey(node: ItemNode, run: Run, key: string, subject: Text): Later<Outcome> {
  if (/^-?\d*$/.test(key)) return numbered(node, run, Number(key === '-' ? 0 : key), subject);
  return answer(node, run, node.branches.slice(2), named(key, subject));
}

function numbered(node: ItemNode, run: Run, number: number, separators: Text): Later<Outcome> {
  const [third, ...branches] = node.branches.slice(2);
  if (third === undefined) return failed("missing '{' for arg 3 of extract");
  return after(evaluateSequence(third, run), (subject) =>
    subject.kind === 'text' ? answer(node, run, branches, field(number, separators.text, subject)) : subject,
  );
}

function answer(node: ItemNode, run: Run, branches: readonly Sequence[], found: Text | undefined): Later<Outcome> {
  return choose(node, run, { success: found !== undefined, value: found ?? run.value }, branches);
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
