/** `${name{…}{…}}`: what stands between the name and the closing brace, as the item's row says. */
import type { Condition, Fault, ItemNode, ItemRow, Sequence, Tail } from '../ast.ts';
import { parseBracedCondition, parseCondition } from './condition.ts';
import { CLOSE, type Cursor, closes, fault, opens, parseArgument, skipSpace } from './cursor.ts';
import { readName } from './name.ts';

/** What was read so far. */
interface Draft {
  readonly words: string[];
  readonly args: Sequence[];
  condition: Condition | undefined;
  fault: Fault | undefined;
}

/** @param start  where the `$` is; the cursor stands behind the name */
export function parseItem(cursor: Cursor, start: number, row: ItemRow): ItemNode {
  const draft: Draft = { words: [], args: [], condition: undefined, fault: undefined };
  const mistake = readParts(cursor, draft, row);
  if (mistake !== undefined && !cursor.ended) draft.fault = fault(cursor, mistake);
  const branches = readBranches(cursor, row);
  const tail = readTail(cursor, row);
  const { words, args, condition, fault: found } = draft;
  const minds =
    !tail.closed ||
    row.skip !== undefined ||
    isOdd(tail, branches.length) ||
    condition?.minds === true ||
    args.some(isMinding) ||
    branches.some(isMinding);
  return {
    kind: 'item',
    row,
    words,
    args,
    branches,
    tail,
    start,
    end: cursor.at,
    minds,
    condition,
    fault: found,
  };
}

const isMinding = ({ minds }: Sequence): boolean => minds;

/** @returns what is wrong; the strings read before it stay */
function readParts(cursor: Cursor, draft: Draft, { name, syntax }: ItemRow): string | undefined {
  switch (syntax.kind) {
    case 'strings':
      return readStrings(cursor, draft, name, syntax);
    case 'list':
      return readList(cursor, draft, name, syntax);
    case 'branches':
      return readWord(cursor, draft, syntax.words) ?? readArguments(cursor, draft, syntax.missing);
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

function readStrings(cursor: Cursor, { args }: Draft, name: string, { min, max }: Syntax<'strings'>) {
  while (args.length < max && !cursor.ended && opens(cursor)) args.push(parseArgument(cursor));
  if (args.length < min) return `Not enough arguments for '${name}' (min is ${min})`;
  if (cursor.ended || closes(cursor)) return undefined;
  return opens(cursor) ? `Too many arguments for '${name}' (max is ${max})` : `missing '}' after '${name}'`;
}

function readArguments(cursor: Cursor, { args }: Draft, missing: readonly string[]): string | undefined {
  for (const sentence of missing) {
    if (cursor.ended) return undefined;
    if (!opens(cursor)) return sentence;
    args.push(parseArgument(cursor));
  }
  return undefined;
}

function readList(cursor: Cursor, draft: Draft, name: string, { missing, condition }: Syntax<'list'>) {
  const strings = condition === true ? missing.slice(0, -1) : missing;
  const mistake = readArguments(cursor, draft, strings);
  if (mistake !== undefined || cursor.ended) return mistake;
  if (condition === true) {
    if (!opens(cursor)) return missing.at(-1);
    const { condition: inner, closed } = parseBracedCondition(cursor);
    draft.condition = inner;
    if (!closed) return conditionUnclosed(name);
  }
  return cursor.ended || closes(cursor) ? undefined : `missing } at end of "${name}"`;
}

const conditionUnclosed = (name: string): string =>
  `missing } at end of condition or expression inside "${name}"; could be an unquoted } in the content`;

function readWord(cursor: Cursor, { words }: Draft, known: readonly string[] = []): undefined {
  skipSpace(cursor);
  const word = known.find((name) => cursor.text.startsWith(name, cursor.at) && isOpenBehind(cursor, name.length));
  if (word === undefined) return undefined;
  words.push(word);
  cursor.at += word.length;
  return undefined;
}

/** Only white space stands between here and a `{`. */
const isOpenBehind = ({ text, at }: Cursor, length: number): boolean =>
  /^\s*\{/.test(text.slice(at + length, at + length + 8));

function readLookup(cursor: Cursor, { words, args }: Draft): string | undefined {
  if (opens(cursor)) args.push(parseArgument(cursor));
  if (cursor.ended) return undefined;
  skipSpace(cursor);
  const type = /^[a-z][^\s{]*/i.exec(cursor.text.slice(cursor.at, cursor.at + MAX_TYPE_LENGTH))?.[0];
  if (type === undefined) return 'missing lookup type';
  words.push(type);
  cursor.at += type.length;
  if (!opens(cursor)) return "missing '{' for lookup file-or-query arg";
  args.push(parseArgument(cursor));
  return undefined;
}

/** A lookup type with its options: nobody's is longer. */
const MAX_TYPE_LENGTH = 256;

function readCommand(cursor: Cursor, draft: Draft): string | undefined {
  while (cursor.text[cursor.at] === ',') {
    cursor.at += 1;
    const option = /^[^\s,{]*/.exec(cursor.text.slice(cursor.at, cursor.at + MAX_TYPE_LENGTH))?.[0] ?? '';
    if (option !== 'preexpand') return `bad option '${option === '' ? '{' : option}' for run`;
    draft.words.push(option);
    cursor.at += option.length;
  }
  if (!opens(cursor)) return "missing '{' for command arg of run";
  const start = cursor.at + 1;
  const argument = parseArgument(cursor);
  draft.args.push(argument);
  if (draft.words.length > 0) return undefined;
  return endRawCommand(cursor, draft, start);
}

/**
 * Words are split before they are expanded, so the command is kept as it is written. A mistake in it is met when its word is
 * expanded; only where it keeps the end from being found is it one of the item.
 */
function endRawCommand(cursor: Cursor, draft: Draft, start: number): string | undefined {
  const { text } = cursor;
  const end = cursor.at;
  if (!cursor.ended) {
    draft.words.push(text.slice(start, end - 1));
    return undefined;
  }
  cursor.ended = false;
  if (text.charCodeAt(end) !== CLOSE) return "missing '}' closing command arg of run";
  draft.words.push(text.slice(start, end));
  cursor.at = end + 1;
  draft.args.pop();
  return undefined;
}

/** As many strings as there are: whether they are too many is said once the first is chosen. */
function readBranches(cursor: Cursor, { syntax }: ItemRow): readonly Sequence[] {
  if (cursor.ended || syntax.kind === 'strings' || syntax.kind === 'list') return NONE;
  const branches: Sequence[] = [];
  while (!cursor.ended && opens(cursor)) branches.push(parseArgument(cursor));
  return branches;
}

const NONE: readonly Sequence[] = [];

/** What is not closed ends the reading; the evaluation says in which way, when it comes there. */
function readTail(cursor: Cursor, { syntax }: ItemRow): Tail {
  const { at: start, text: source } = cursor;
  if (cursor.ended) return { start, word: '', closed: false, source };
  if (syntax.kind === 'strings' || syntax.kind === 'list') return { start, word: '', closed: true, source };
  const word = readName(cursor);
  const closed = closes(cursor);
  if (!closed) cursor.ended = true;
  return { start, word, closed, source };
}

/** Something about the branches is wrong, or may be. */
const isOdd = ({ word, closed }: Tail, branches: number): boolean =>
  !closed || branches > 2 || (word !== '' && (word !== 'fail' || branches !== 1));
