/** `${…}`: a capture, an item, an operator or a variable, in this order. */
import type { Node } from '../ast.ts';
import { findItem } from '../items/registry.ts';
import { findOperator } from '../operators/registry.ts';
import { findVariable } from '../variables/registry.ts';
import { parseArgument } from './argument.ts';
import { CLOSE, type Cursor, fault } from './cursor.ts';
import { parseItem } from './item.ts';
import { isDigitAt, isLetterAt, readBracedName, readDigits } from './name.ts';

const COLON = 58;

/** @param start  where the `$` is; the cursor stands at the `{` */
export function parseBraced(cursor: Cursor, start: number): Node {
  cursor.at += 1;
  if (isDigitAt(cursor.text, cursor.at)) return parseCapture(cursor, start);
  if (!isLetterAt(cursor.text, cursor.at)) return fault(cursor, 'letter or digit expected after ${');
  const name = readBracedName(cursor);
  const item = findItem(name);
  if (item !== undefined) return parseItem(cursor, start, item);
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === COLON) return parseOperator(cursor, start, name);
  if (code === CLOSE) return parseVariable(cursor, start, name);
  return fault(cursor, `"\${${name}" is not a known operator (or a } is missing in a variable reference)`);
}

function parseCapture(cursor: Cursor, start: number): Node {
  const number = Number(readDigits(cursor));
  if (cursor.text.charCodeAt(cursor.at) !== CLOSE) return fault(cursor, '} expected after number');
  cursor.at += 1;
  return { kind: 'capture', number, start, end: cursor.at };
}

function parseVariable(cursor: Cursor, start: number, name: string): Node {
  cursor.at += 1;
  const row = findVariable(name);
  if (row === undefined) return fault(cursor, `unknown variable in "\${${name}}"`);
  return { kind: 'variable', name, row, start, end: cursor.at };
}

/** `name:operand`, `name_parameter:operand`. That there is no such operator is said once the operand is there. */
function parseOperator(cursor: Cursor, start: number, written: string): Node {
  const { row, parameter } = findOperator(written);
  const operand = parseArgument(cursor);
  const mistake =
    row === undefined && !cursor.ended ? fault(cursor, `unknown expansion operator "${written}"`) : undefined;
  const minds = operand.minds || mistake !== undefined;
  return { kind: 'operator', written, operand, start, end: cursor.at, minds, row, parameter, fault: mistake };
}
