/** Conditions, as `${if` and its kin hold them (Exim spec §11.7). */
import type { Condition, ConditionRow, Sequence } from '../ast.ts';
import { findCondition } from '../conditions/registry.ts';
import { findVariable, hintAbout } from '../variables/registry.ts';
import { MAX_DEPTH, nestsTooDeep, parseArgument, parseArguments } from './argument.ts';
import { CLOSE, type Cursor, closes, fault, opens, skipSpace } from './cursor.ts';
import { headerFormAt, parseHeader } from './header.ts';
import { readName } from './name.ts';

/** A condition on its way: what was read so far. */
type Draft = { -readonly [Field in keyof Condition]: Condition[Field] };

export function parseCondition(cursor: Cursor): Condition {
  skipSpace(cursor);
  const { at: start, minding } = cursor;
  const negated = readNegation(cursor);
  const row = readRow(cursor);
  const draft = draftOf(typeof row === 'string' ? undefined : row, negated, start);
  const mistake = typeof row === 'string' ? row : readParts(cursor, draft, row);
  if (mistake !== undefined && !cursor.ended) draft.fault = fault(cursor, mistake);
  if (draft.row?.skip !== undefined) cursor.minding += 1;
  draft.minds = cursor.ended || cursor.minding !== minding;
  draft.end = cursor.at;
  return draft;
}

const NO_STRINGS: readonly Sequence[] = [];
const NO_CONDITIONS: readonly Condition[] = [];

const draftOf = (row: ConditionRow | undefined, negated: boolean, start: number): Draft => ({
  row,
  negated,
  args: NO_STRINGS,
  conditions: NO_CONDITIONS,
  subject: undefined,
  fault: undefined,
  minds: false,
  start,
  end: start,
});

/** `{condition`: whether its `}` follows is for the caller to see. */
export function parseBracedCondition(cursor: Cursor): Condition {
  cursor.at += 1;
  if (cursor.depth >= MAX_DEPTH) return tooDeep(cursor);
  cursor.depth += 1;
  const inner = parseCondition(cursor);
  cursor.depth -= 1;
  return inner;
}

function tooDeep(cursor: Cursor): Condition {
  const draft = draftOf(undefined, false, cursor.at);
  draft.fault = fault(cursor, nestsTooDeep);
  return { ...draft, minds: true, end: cursor.at };
}

const BANG = 33;

function readNegation(cursor: Cursor): boolean {
  let negated = false;
  while (cursor.text.charCodeAt(cursor.at) === BANG) {
    negated = !negated;
    cursor.at += 1;
    skipSpace(cursor);
  }
  return negated;
}

/** How much of what is not a condition an error quotes. */
export const QUOTED = 16;

/** The name of a condition at the beginning of a text. */
export const CONDITION_NAME = /^(?:[<>=]=?|\w+)/;

function readRow(cursor: Cursor): ConditionRow | string {
  const name = isSignAt(cursor.text, cursor.at) ? readSign(cursor) : readName(cursor);
  if (name === '') {
    return `condition name expected, but found "${cursor.text.slice(cursor.at, cursor.at + QUOTED)}"`;
  }
  return findCondition(name) ?? `unknown condition "${name}"`;
}

/** `<`, `=` or `>`: their codes are neighbours. */
function isSignAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 60 && code <= 62;
}

const EQUAL = 61;

/** One of them, and an equals sign or not: `<`, `>=`. */
function readSign(cursor: Cursor): string {
  const { text, at: start } = cursor;
  cursor.at = text.charCodeAt(start + 1) === EQUAL ? start + 2 : start + 1;
  return text.slice(start, cursor.at);
}

function readParts(cursor: Cursor, draft: Draft, { name, syntax }: ConditionRow): string | undefined {
  switch (syntax.kind) {
    case 'nothing':
      return undefined;
    case 'strings':
      return readStrings(cursor, draft, name, syntax);
    case 'grouped':
      return readGroup(cursor, draft, name, syntax);
    case 'conditions':
      return readConditions(cursor, draft, name);
    case 'list-and-condition':
      return readListAndCondition(cursor, draft, name);
    default:
      return readSubject(cursor, draft);
  }
}

type Syntax<K extends ConditionRow['syntax']['kind']> = ConditionRow['syntax'] & { readonly kind: K };

const ORDINALS = ['1st', '2nd', '3rd'];

function readStrings(cursor: Cursor, draft: Draft, name: string, syntax: Syntax<'strings'>) {
  const { count, verbatimLast = false, tooFew } = syntax;
  draft.args = parseArguments(cursor, verbatimLast ? count - 1 : count);
  if (verbatimLast && draft.args.length === count - 1) readVerbatim(cursor, draft);
  const { length } = draft.args;
  if (cursor.ended || length === count) return undefined;
  if (tooFew !== undefined) return tooFew;
  return length === 0 ? `missing { after "${name}"` : `missing ${ORDINALS[length]} string in {} after "${name}"`;
}

function readVerbatim(cursor: Cursor, draft: Draft): void {
  if (!cursor.ended && opens(cursor)) draft.args = [...draft.args, parseArgument(cursor, true)];
}

/** `{{a}{b}}`; white space is free between them. */
function readGroup(cursor: Cursor, draft: Draft, name: string, { min, max }: Syntax<'grouped'>) {
  if (!opens(cursor)) return `missing { after "${name}"`;
  cursor.at += 1;
  draft.args = parseArguments(cursor, max);
  if (cursor.ended) return undefined;
  if (draft.args.length < min || cursor.text.charCodeAt(cursor.at) !== CLOSE) {
    return `too few arguments or bracketing error for ${name}`;
  }
  cursor.at += 1;
  return undefined;
}

function readConditions(cursor: Cursor, draft: Draft, name: string): string | undefined {
  if (!opens(cursor)) return `missing { after "${name}"`;
  cursor.at += 1;
  const conditions: Condition[] = [];
  draft.conditions = conditions;
  while (!closes(cursor)) {
    if (!opens(cursor)) return `each subcondition inside an "${name}{...}" condition must be in its own {}`;
    conditions.push(parseBracedCondition(cursor));
    if (cursor.ended) return undefined;
    if (!closes(cursor)) return `missing } at end of condition inside "${name}" group`;
  }
  return undefined;
}

function readListAndCondition(cursor: Cursor, draft: Draft, name: string): string | undefined {
  draft.args = parseArguments(cursor, 1);
  if (cursor.ended) return undefined;
  if (draft.args.length === 0 || !opens(cursor)) return `missing { after "${name}"`;
  draft.conditions = [parseBracedCondition(cursor)];
  return cursor.ended || closes(cursor) ? undefined : `missing } at end of condition inside "${name}"`;
}

const COLON = 58;

/** `def:name`: a variable, or a header, whose name may swallow what follows where its colon is missing. */
function readSubject(cursor: Cursor, draft: Draft): string | undefined {
  const { text, at: start } = cursor;
  if (text.charCodeAt(start) !== COLON) return '":" expected after "def"';
  cursor.at = start + 1;
  const form = headerFormAt(cursor);
  if (form !== undefined) {
    draft.subject = parseHeader(cursor, start + 1, form);
    return undefined;
  }
  const name = readName(cursor);
  if (name === '') return 'variable name omitted after "def:"';
  const row = findVariable(name);
  if (row === undefined) return `unknown variable "${name}" after "def:"${hintAbout(name)}`;
  draft.subject = { kind: 'variable', name, row, start: start + 1, end: cursor.at };
  return undefined;
}
