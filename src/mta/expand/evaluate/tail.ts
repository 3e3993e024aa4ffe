/** What can be wrong about the yes and no parts, in Exim's words. */
import type { ItemNode, Sequence, Tail } from '../ast.ts';
import { aboutBraces } from '../parse/cursor.ts';

/** @param branches  the strings that are the branches: with `extract`, one of the node's may be an argument */
export function branchFault({ row, tail }: ItemNode, branches: readonly Sequence[]): string | undefined {
  if (branches.length > 2) return unclosed(tail, branches[2]!.start - 1);
  if (branches.length === 0) {
    return tail.word === '' && tail.closed ? undefined : problem("'yes' part did not start with '{'", tail, tail.start);
  }
  if (tail.word !== '' && (branches.length === 2 || tail.word !== 'fail')) {
    return branches.length === 2 ? unclosed(tail, tail.start) : `syntax error in "${row.name}" item - "fail" expected`;
  }
  if (tail.closed) return undefined;
  return branches.length === 1 && tail.word === ''
    ? `syntax error in "${row.name}" item - "fail" expected`
    : unclosed(tail, spaceSkipped(tail, tail.start + tail.word.length));
}

const unclosed = (tail: Tail, at: number): string => problem("did not close with '}'", tail, at);

/** A `fail` that is obeyed is not closed. */
export function unclosedFail({ tail }: ItemNode): string | undefined {
  const end = tail.start + tail.word.length;
  return tail.closed ? undefined : problem("did not close with '}' after forcedfail", tail, spaceSkipped(tail, end));
}

function spaceSkipped({ source }: Tail, start: number): number {
  return start + (/^\s*/.exec(source.text.slice(start))?.[0].length ?? 0);
}

const problem = (what: string, { source }: Tail, at: number): string =>
  aboutBraces(
    source,
    at,
    `curly-bracket problem in conditional yes/no parsing: ${what}\n remaining string is '${source.text.slice(at)}'`,
  );
