/** Conditions, as `${if` and its kin hold them (Exim spec §11.7). */
import type { Condition, ConditionRow, HeaderNode, Sequence, VariableNode } from '../ast.ts';
import { findCondition } from '../conditions/registry.ts';
import { findVariable, hintAbout } from '../variables/registry.ts';
import {
  aboutHeaders,
  CLOSE,
  type Cursor,
  closes,
  fault,
  MAX_DEPTH,
  nestsTooDeep,
  OPEN,
  opens,
  parseArgument,
  skipSpace,
} from './cursor.ts';
import { headerFormAt, parseHeader } from './header.ts';
import { readName } from './name.ts';

interface Draft {
  readonly args: Sequence[];
  readonly conditions: Condition[];
  subject: VariableNode | HeaderNode | undefined;
}

export function parseCondition(cursor: Cursor): Condition {
  skipSpace(cursor);
  const { at: start } = cursor;
  const negated = readNegation(cursor);
  const draft: Draft = { args: [], conditions: [], subject: undefined };
  const row = readRow(cursor);
  const mistake = typeof row === 'string' ? row : readParts(cursor, draft, row);
  const found = mistake !== undefined && !cursor.ended ? fault(cursor, mistake) : undefined;
  const known = typeof row === 'string' ? undefined : row;
  return {
    row: known,
    negated,
    args: draft.args,
    conditions: draft.conditions,
    subject: draft.subject,
    fault: found,
    minds: cursor.ended || known?.skip !== undefined || draft.args.some(isMinding) || draft.conditions.some(isMinding),
    start,
    end: cursor.at,
  };
}

const isMinding = ({ minds }: { readonly minds: boolean }): boolean => minds;

/** `{condition}`; where its `}` is missing the cursor stays before what stands there instead. */
export function parseBracedCondition(cursor: Cursor): { readonly condition: Condition; readonly closed: boolean } {
  cursor.at += 1;
  if (cursor.depth >= MAX_DEPTH) return { condition: tooDeep(cursor), closed: true };
  cursor.depth += 1;
  const inner = parseCondition(cursor);
  cursor.depth -= 1;
  return { condition: inner, closed: cursor.ended || closes(cursor) };
}

function tooDeep(cursor: Cursor): Condition {
  const { at: start } = cursor;
  const found = fault(cursor, nestsTooDeep);
  return {
    row: undefined,
    negated: false,
    args: [],
    conditions: [],
    subject: undefined,
    fault: found,
    minds: true,
    start,
    end: cursor.at,
  };
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
const QUOTED = 16;

function readRow(cursor: Cursor): ConditionRow | string {
  const sign = /^[<>=]{1,2}/.exec(cursor.text.slice(cursor.at, cursor.at + 2))?.[0];
  if (sign !== undefined) cursor.at += sign.length;
  const name = sign ?? readName(cursor);
  if (name === '') {
    return `condition name expected, but found "${cursor.text.slice(cursor.at, cursor.at + QUOTED)}"`;
  }
  return findCondition(name) ?? `unknown condition "${name}"`;
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

function readStrings(cursor: Cursor, { args }: Draft, name: string, { count, verbatimLast }: Syntax<'strings'>) {
  for (let index = 0; index < count; index += 1) {
    if (cursor.ended) return undefined;
    if (!opens(cursor)) {
      return index === 0 ? `missing { after "${name}"` : `missing ${ORDINALS[index]} string in {} after "${name}"`;
    }
    args.push(parseArgument(cursor, verbatimLast === true && index === count - 1));
  }
  return undefined;
}

/** `{{a}{b}}`; white space is free between them. */
function readGroup(cursor: Cursor, { args }: Draft, name: string, { min, max }: Syntax<'grouped'>) {
  if (!opens(cursor)) return `missing { after "${name}"`;
  cursor.at += 1;
  while (!cursor.ended && args.length < max && opens(cursor)) args.push(parseArgument(cursor));
  if (cursor.ended) return undefined;
  if (args.length < min || cursor.text.charCodeAt(cursor.at) !== CLOSE) {
    return `too few arguments or bracketing error for ${name}`;
  }
  cursor.at += 1;
  return undefined;
}

function readConditions(cursor: Cursor, { conditions }: Draft, name: string): string | undefined {
  if (!opens(cursor)) return `missing { after "${name}"`;
  cursor.at += 1;
  for (;;) {
    skipSpace(cursor);
    const code = cursor.text.charCodeAt(cursor.at);
    if (code === CLOSE) break;
    if (code !== OPEN) return `each subcondition inside an "${name}{...}" condition must be in its own {}`;
    const { condition: inner, closed } = parseBracedCondition(cursor);
    conditions.push(inner);
    if (!closed) return `missing } at end of condition inside "${name}" group`;
    if (cursor.ended) return undefined;
  }
  cursor.at += 1;
  return undefined;
}

function readListAndCondition(cursor: Cursor, { args, conditions }: Draft, name: string): string | undefined {
  if (!opens(cursor)) return `missing { after "${name}"`;
  args.push(parseArgument(cursor));
  if (cursor.ended) return undefined;
  if (!opens(cursor)) return `missing { after "${name}"`;
  const { condition: inner, closed } = parseBracedCondition(cursor);
  conditions.push(inner);
  return closed ? undefined : `missing } at end of condition inside "${name}"`;
}

const COLON = 58;

/** `def:name`: a variable, or a header with its colon. */
function readSubject(cursor: Cursor, draft: Draft): string | undefined {
  const { text, at: start } = cursor;
  if (text.charCodeAt(start) !== COLON) return '":" expected after "def"';
  cursor.at = start + 1;
  const form = headerFormAt(cursor);
  if (form !== undefined) {
    draft.subject = parseHeader(cursor, start + 1, form);
    return text.charCodeAt(cursor.at - 1) === COLON ? undefined : `missing or misplaced { or }${aboutHeaders(cursor)}`;
  }
  const name = readName(cursor);
  if (name === '') return 'variable name omitted after "def:"';
  const row = findVariable(name);
  if (row === undefined) return `unknown variable "${name}" after "def:"${hintAbout(name)}`;
  draft.subject = { kind: 'variable', name, row, start: start + 1, end: cursor.at };
  return undefined;
}
