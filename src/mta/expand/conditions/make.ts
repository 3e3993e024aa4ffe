/** Conditions that compare strings. */
import type { ConditionRow } from '../ast.ts';
import type { Failure, Later, Text } from '../outcome.ts';
import type { Run } from '../run.ts';

export const oneString = (
  name: string,
  doc: string,
  test: (subject: Text, run: Run) => Later<boolean | Failure>,
): ConditionRow => ({
  name,
  doc,
  syntax: { kind: 'strings', count: 1 },
  test: (args, _, run) => test(args[0]!, run),
});

export const twoStrings = (
  name: string,
  doc: string,
  test: (first: Text, second: Text, run: Run) => Later<boolean | Failure>,
): ConditionRow => ({
  name,
  doc,
  syntax: { kind: 'strings', count: 2 },
  test: (args, _, run) => test(args[0]!, args[1]!, run),
});
