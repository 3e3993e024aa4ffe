/** An ACL that stands alone: in a file of its own, or in an option's text (Exim spec §44.3). */
import { err, ok, type Result } from '../../../base/index.ts';
import { readName, trimEnd, trimStart } from '../lines/characters.ts';
import type { LogicalLine } from '../lines/logical.ts';
import type { Acl } from '../types.ts';
import { type BegunStatement, readStatementLine } from './acl.ts';
import { isMacroLine } from './macro.ts';

/** @param name  of the file, or what else its lines are said to stand in; @returns or what is wrong, in Exim's words */
export function readAclText(text: string, name: string): Result<Acl, string> {
  const statements: BegunStatement[] = [];
  for (const line of logicalLines(text, name)) {
    if (isMacroLine(line.text) || readName(line.text).rest.startsWith(':')) break; // what would be another ACL
    const wrong = readStatementLine(line, statements);
    if (wrong !== undefined) return err(wrong.wrong);
  }
  return ok({ name, statements, place: { file: name, line: 1, lastLine: text.split('\n').length } });
}

/** Blank lines and comments left out; a backslash at the end goes on with the next line that is no comment. */
function* logicalLines(text: string, file: string): Generator<LogicalLine> {
  const physical = text.split('\n');
  for (let index = 0; index < physical.length; index += 1) {
    let line = trimStart(physical[index]!);
    if (line === '' || line.startsWith('#')) continue;
    const first = index + 1;
    while (trimEnd(line).endsWith('\\') && index + 1 < physical.length) {
      index += 1;
      const next = trimStart(physical[index]!);
      line = trimEnd(line).slice(0, -1) + (next.startsWith('#') ? '\\' : next);
    }
    yield { text: line, place: { file, line: first, lastLine: index + 1 } };
  }
}
