/** A variable's name and the row it stands for. */
import type { Fault, VariableNode } from '../ast.ts';
import { findVariable, hintAbout } from '../variables/registry.ts';
import { type Cursor, fault } from './cursor.ts';

/** An unknown variable is a mistake wherever it stands, also where it would never be asked for its value. */
export function variableNode(cursor: Cursor, start: number, name: string): VariableNode | Fault {
  const row = findVariable(name);
  if (row === undefined) return fault(cursor, `unknown variable name "${name}"${hintAbout(name)}`);
  return { kind: 'variable', name, row, start, end: cursor.at };
}
