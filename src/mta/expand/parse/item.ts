/** `${name{…}{…}}`: what stands between the name and the closing brace, as the item's row says. */
import type { ItemNode, ItemRow, Sequence, Tail } from '../ast.ts';
import { parseArgument, parseArguments, parseArgumentsAsWritten } from './argument.ts';
import { parseBracedCondition, parseCondition } from './condition.ts';
import { aboutBraces, CLOSE, type Cursor, closes, fault, opens, skipSpace } from './cursor.ts';
import { readName } from './name.ts';

/** A node on its way: what was read so far. */
type Draft = { -readonly [Field in keyof ItemNode]: ItemNode[Field] };

/** @param start  where the `$` is; the cursor stands behind the name */
export function parseItem(cursor: Cursor, start: number, row: ItemRow): ItemNode {
  const { minding } = cursor;
  const draft = draftOf(row, start);
  const mistake = readParts(cursor, draft, row);
  if (mistake !== undefined && !cursor.ended) draft.fault = fault(cursor, mistake);
  readEnd(cursor, draft, row);
  if (row.skip !== undefined || row.skipArgument !== undefined) cursor.minding += 1;
  draft.minds = cursor.ended || cursor.minding !== minding;
  draft.end = cursor.at;
  return draft;
}

const NO_WORDS: readonly string[] = [];
const NO_STRINGS: readonly Sequence[] = [];
const NO_TAIL: Tail = {
  start: 0,
  word: '',
  closed: true,
  source: { text: '', headerRanOnAt: Number.POSITIVE_INFINITY },
};

const draftOf = (row: ItemRow, start: number): Draft => ({
  kind: 'item',
  row,
  words: NO_WORDS,
  args: NO_STRINGS,
  branches: NO_STRINGS,
  tail: NO_TAIL,
  start,
  end: start,
  minds: false,
  condition: undefined,
  fault: undefined,
});

/** @returns what is wrong; the strings read before it stay */
function readParts(cursor: Cursor, draft: Draft, { name, syntax }: ItemRow): string | undefined {
  switch (syntax.kind) {
    case 'strings':
      return readStrings(cursor, draft, name, syntax);
    case 'list':
      return readList(cursor, draft, name, syntax);
    case 'branches':
      if (syntax.words !== undefined) readWord(cursor, draft, syntax.words);
      return readArguments(cursor, draft, syntax.missing, syntax.verbatim);
    case 'condition':
      draft.condition = parseCondition(cursor);
      return undefined;
    case 'lookup':
      return readLookup(cursor, draft);
    default:
      return readCommand(cursor, draft);
  }
}

type Syntax<K extends ItemRow['syntax']['kind']> = ItemRow['syntax'] & { readonly kind: K };

const misplaced = ({ source, at }: Cursor, message: string): string => aboutBraces(source, at, message);

function readStrings(cursor: Cursor, draft: Draft, name: string, { min, max, told }: Syntax<'strings'>) {
  draft.args = parseArguments(cursor, max);
  if (cursor.ended) return undefined;
  if (draft.args.length < min) return misplaced(cursor, `Not enough arguments for '${name}' (min is ${told ?? min})`);
  if (closes(cursor)) return undefined;
  if (opens(cursor)) return `Too many arguments for '${name}' (max is ${told ?? max})`;
  return misplaced(cursor, `missing '}' after '${name}'`);
}

function readArguments(cursor: Cursor, draft: Draft, missing: readonly string[], verbatim?: number) {
  const { length } = missing;
  draft.args =
    verbatim === undefined ? parseArguments(cursor, length) : parseArgumentsAsWritten(cursor, length, verbatim);
  const sentence = cursor.ended ? undefined : missing[draft.args.length];
  return sentence === undefined || sentence === '' ? sentence : misplaced(cursor, sentence);
}

function readList(cursor: Cursor, draft: Draft, name: string, { missing, condition, verbatim }: Syntax<'list'>) {
  const strings = condition === true ? missing.slice(0, -1) : missing;
  const mistake = readArguments(cursor, draft, strings, verbatim);
  if (mistake !== undefined || cursor.ended) return mistake;
  if (condition === true) {
    if (!opens(cursor)) return misplaced(cursor, missing.at(-1)!);
    draft.condition = parseBracedCondition(cursor);
    if (!cursor.ended && !closes(cursor)) return conditionUnclosed(name);
  }
  return cursor.ended || closes(cursor) ? undefined : `missing } at end of "${name}"`;
}

const conditionUnclosed = (name: string): string =>
  `missing } at end of condition or expression inside "${name}"; could be an unquoted } in the content`;

function readWord(cursor: Cursor, draft: Draft, known: readonly string[]): void {
  if (opens(cursor)) return;
  const word = known.find((name) => cursor.text.startsWith(name, cursor.at) && isOpenBehind(cursor, name.length));
  if (word === undefined) return;
  draft.words = [word];
  cursor.at += word.length;
}

/** Only white space stands between here and a `{`. */
const isOpenBehind = ({ text, at }: Cursor, length: number): boolean =>
  /^\s*\{/.test(text.slice(at + length, at + length + 8));

function readLookup(cursor: Cursor, draft: Draft): string | undefined {
  draft.args = parseArguments(cursor, 1);
  if (cursor.ended) return undefined;
  skipSpace(cursor);
  const type = /^[a-z][^\s{]*/i.exec(cursor.text.slice(cursor.at, cursor.at + MAX_TYPE_LENGTH))?.[0];
  if (type === undefined) return 'missing lookup type';
  draft.words = [type];
  cursor.at += type.length;
  if (!opens(cursor)) return "missing '{' for lookup file-or-query arg";
  draft.args = [...draft.args, parseArgument(cursor)];
  return undefined;
}

/** A lookup type with its options: nobody's is longer. */
const MAX_TYPE_LENGTH = 256;

function readCommand(cursor: Cursor, draft: Draft): string | undefined {
  while (cursor.text[cursor.at] === ',') {
    cursor.at += 1;
    const option = /^[^\s,{]*/.exec(cursor.text.slice(cursor.at, cursor.at + MAX_TYPE_LENGTH))?.[0] ?? '';
    if (option !== 'preexpand') return `bad option '${option === '' ? '{' : option}' for run`;
    draft.words = [...draft.words, option];
    cursor.at += option.length;
  }
  if (!opens(cursor)) return misplaced(cursor, "missing '{' for command arg of run");
  const start = cursor.at + 1;
  const argument = parseArgument(cursor);
  if (draft.words.length === 0) return endRawCommand(cursor, draft, argument, start);
  draft.args = [argument];
  return undefined;
}

/**
 * Words are split before they are expanded, so the command is kept as it is written. A mistake in it is met when its word is
 * expanded; only where it keeps the end from being found is it one of the item.
 */
function endRawCommand(cursor: Cursor, draft: Draft, argument: Sequence, start: number): string | undefined {
  const { text } = cursor;
  const end = cursor.at;
  if (!cursor.ended) {
    draft.words = [text.slice(start, end - 1)];
    draft.args = [argument];
    return undefined;
  }
  cursor.ended = false;
  if (text.charCodeAt(end) !== CLOSE) return misplaced(cursor, "missing '}' closing command arg of run");
  draft.words = [text.slice(start, end)];
  cursor.at = end + 1;
  return undefined;
}

/** The branches, as many strings as there are: whether they are too many is said once the first is chosen. */
function readEnd(cursor: Cursor, draft: Draft, { syntax }: ItemRow): void {
  if (syntax.kind === 'strings' || syntax.kind === 'list') {
    draft.tail = { start: cursor.at, word: '', closed: !cursor.ended, source: cursor.source };
    return;
  }
  draft.branches = parseArguments(cursor, Number.POSITIVE_INFINITY);
  draft.tail = readTail(cursor);
  if (isOdd(draft.tail, draft.branches.length)) cursor.minding += 1;
}

/** What is not closed ends the reading; the evaluation says in which way, when it comes there. */
function readTail(cursor: Cursor): Tail {
  const { at: start, source } = cursor;
  if (cursor.ended) return { start, word: '', closed: false, source };
  const word = readName(cursor);
  const closed = closes(cursor);
  if (!closed) cursor.ended = true;
  return { start, word, closed, source };
}

/** Something about the branches is wrong, or may be. */
const isOdd = ({ word, closed }: Tail, branches: number): boolean =>
  !closed || branches > 2 || (word !== '' && (word !== 'fail' || branches !== 1));
