import type { ItemNode, ItemRow } from '../ast.ts';
import { choose, secondBranch } from '../evaluate/branches.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import type { LookupAnswer, LookupQuestion } from '../host.ts';
import {
  after,
  deferred,
  type Failure,
  failed,
  isFailure,
  type Later,
  type Outcome,
  type Text,
  textOf,
} from '../outcome.ts';
import type { Run } from '../run.ts';

/** `${lookup{key} type {file}{yes}{no}}` and `${lookup type {query}{yes}{no}}` (Exim spec §11.5). */
export const lookup: ItemRow = {
  name: 'lookup',
  doc: 'Looks a key up in a file, or asks a query; $value is what was found.',
  syntax: { kind: 'lookup' },
  evaluate: evaluateLookup,
  skipped: secondBranch,
  skip: typeFault,
};

/** A key stands before the type; with a mistake behind the type, the file is not there. */
const hasKey = ({ args, words, fault }: ItemNode): boolean =>
  args.length === 2 || (args.length === 1 && (fault !== undefined || words.length === 0));

/** What is wrong with the type, or with a key beside it, is so whatever the values. */
function typeFault(node: ItemNode, { host }: Run): Failure | undefined {
  const [type] = node.words;
  if (type === undefined) return undefined;
  const kind = host.lookups.kind(type);
  if (isFailure(kind)) return kind;
  if (kind.style === 'single-key') {
    return hasKey(node) ? undefined : failed(`missing {key} for single-key "${type}" lookup`);
  }
  if (!hasKey(node)) return undefined;
  return failed(`a single key was given for lookup type "${type}", which is not a single-key lookup type`);
}

function evaluateLookup(node: ItemNode, run: Run): Later<Outcome> {
  if (!hasKey(node)) return withKey(node, run, undefined);
  return after(evaluateSequence(node.args[0]!, run), (key) => (key.kind === 'text' ? withKey(node, run, key) : key));
}

function withKey(node: ItemNode, run: Run, key: Text | undefined): Later<Outcome> {
  const mistake = typeFault(node, run);
  if (mistake !== undefined) return mistake;
  if (node.fault !== undefined) return failed(node.fault.message);
  return after(evaluateSequence(node.args.at(-1)!, run), (source) => {
    if (source.kind !== 'text') return source;
    const question = { type: node.words[0]!, source, ...(key !== undefined && { key }) };
    return after(run.host.lookups.find(question), (answer) => settle(answer, question, node, run));
  });
}

function settle(answer: LookupAnswer | Failure, question: LookupQuestion, node: ItemNode, run: Run): Later<Outcome> {
  if (isFailure(answer)) return answer.kind === 'deferred' ? gaveDefer(answer, question) : answer;
  if (answer.kind === 'not-found') return choose(node, run, { success: false, value: run.value });
  const before = run.captures;
  if (answer.fixed !== undefined) run.captures = partialCaptures(answer, question, before);
  return after(choose(node, run, { success: true, value: answer.value }), (outcome) => {
    run.captures = before;
    return outcome;
  });
}

/** `$1` is what the wild part stood for, `$2` the rest; `$0` stays. */
function partialCaptures(
  { wild = '', fixed = '' }: LookupAnswer & { readonly kind: 'found' },
  { key }: LookupQuestion,
  before: readonly Text[],
): readonly Text[] {
  const tainted = key?.tainted === true;
  return [before[0] ?? textOf('', false), textOf(wild, tainted), textOf(fixed, tainted)];
}

const gaveDefer = ({ message }: Failure, { key, source }: LookupQuestion): Failure =>
  putOff(`lookup of "${printable((key ?? source).text)}" gave DEFER: ${message}`, message);

const putOff = (message: string, lookUp: string): Failure => ({
  ...deferred(message),
  ...(lookUp !== '' && { lookUp }),
});

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

const printable = (text: string): string =>
  text.replace(/[^ -~]/g, (char) => NAMED[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
