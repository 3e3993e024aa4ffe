/** Data of `expand`. */
import type { ExpandData, ExpandResult, ExplainedNode } from '../../mta/host/index.ts';
import { anything, flag, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const OUTCOMES = ['text', 'forced-fail', 'failed', 'deferred'] as const;

const result = object<ExpandResult>({
  outcome: oneOf(OUTCOMES),
  text: optional(text('what the string came to')),
  octets: optional(text('the text in base64, where it is no UTF-8')),
  tainted: optional(flag('a part of it came from outside')),
  error: optional(text('why there is no text')),
});

const node = object<ExplainedNode>({
  kind: text('literal, capture, variable, header, operator, item or fault'),
  source: text('as written'),
  result: optional(result),
  times: optional(whole('how often it was evaluated, where more than once')),
  parts: listOf(anything('a part of the same shape'), 'what stands inside it, in order'),
});

export const expandData = object<ExpandData>({
  outcome: optional(oneOf(OUTCOMES)),
  text: optional(text('what the string came to')),
  octets: optional(text('the text in base64, where it is no UTF-8')),
  tainted: optional(flag('a part of it came from outside')),
  error: optional(text('why there is no text')),
  tree: optional(listOf(node, 'with --explain')),
  results: optional(listOf(result, 'of several strings, or of lines, in order')),
});
