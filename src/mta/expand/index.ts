/**
 * expand: Exim's string expansions (Exim spec ch. "String expansions").
 *
 * A string is parsed once (`parseExpansion`) into a tree with offsets, and evaluated (`expand`) as often as it is used.
 * The result is a text, a failure, a forced failure or a deferral; each consumer decides what a forced failure means.
 * Items, operators, conditions and variables are rows, a file each or a few of a kind together; README.md says how to add
 * one. What an expansion needs to know of the world is asked through `ExpansionHost`.
 *
 * Texts are octet strings: one character is one octet.
 */
import { keptByText } from '../../base/index.ts';
import type { Sequence } from './ast.ts';
import { constantText } from './evaluate/literal.ts';
import { evaluateSequence, TOO_LONG } from './evaluate/sequence.ts';
import type { ExpansionHost } from './host.ts';
import { clean, type Failure, failed, type Later, type Outcome, type Text } from './outcome.ts';
import { parseExpansion } from './parse/sequence.ts';
import { createRun, type Run } from './run.ts';

export type { Node, Sequence } from './ast.ts';
export { CONDITIONS } from './conditions/registry.ts';
export { type ExpansionFault, findFault } from './faults.ts';
export type {
  AclAnswer,
  AclPort,
  ExpansionHost,
  FileFacts,
  HeaderForm,
  HeaderPort,
  ListKind,
  ListMatch,
  ListPort,
  LookupAnswer,
  LookupKind,
  LookupOrigin,
  LookupPort,
  LookupQuestion,
  RunAnswer,
  SocketQuestion,
  SystemPort,
} from './host.ts';
export { ITEMS } from './items/registry.ts';
export { type ExpansionNames, expansionNames } from './names.ts';
export { quoteLocalPart } from './operators/quotes.ts';
export { OPERATORS } from './operators/registry.ts';
export {
  after,
  afterWith,
  beforeZero,
  clean,
  deferred,
  type Failure,
  failed,
  forcedFail,
  isFailure,
  isText,
  type Later,
  type Outcome,
  type Text,
  textOf,
} from './outcome.ts';
export { splitCommand } from './values/command-words.ts';
export { decodeEncodedWords, encodeWordsOf, readableHeader } from './values/encoded-words.ts';
export { isInteger, parseCount, parseInteger } from './values/integer.ts';
export { firstAnswer } from './values/iterate.ts';
export { formatList, readList } from './values/list.ts';
export { readMailAddresses } from './values/mail-address.ts';
export { capturesOf, patternOf, search } from './values/patterns.ts';
export { encodePunycode } from './values/punycode.ts';
export { VARIABLES } from './variables/registry.ts';
export { parseExpansion };

/** Configurations that come and go (a reload, a batch) do not fill the memory. */
const MAX_KEPT = 10_000;

/** A text of the configuration, never of a message: parsed once, however often it is used. */
export const parsedOption: (text: string) => Sequence = keptByText(MAX_KEPT, parseExpansion);

/** An option expanded; most have nothing to expand. */
export function expandOption(text: string, host: ExpansionHost): Later<Outcome> {
  return text.includes('$') || text.includes('\\') ? expand(parsedOption(text), host) : clean(text);
}

/**
 * @param observe  told of every part and what it came to, inner parts first
 * @param known  what `$value`, `$item` and `$0`, `$1`, … are at the beginning: of a match that the string follows, of what
 *   it looks at
 */
export function expand(
  sequence: Sequence,
  host: ExpansionHost,
  observe?: Run['observe'],
  known?: Partial<Pick<Run, 'value' | 'item' | 'captures'>>,
): Later<Outcome> {
  const constant = observe === undefined ? constantText(sequence) : undefined;
  if (constant !== undefined) return constant;
  const run = createRun(host, expandAgain, observe);
  if (known?.value !== undefined) run.value = known.value;
  if (known?.item !== undefined) run.item = known.item;
  if (known?.captures !== undefined) run.captures = known.captures;
  try {
    const outcome = evaluateSequence(sequence, run);
    return outcome instanceof Promise ? outcome.catch(tooLong) : outcome;
  } catch (thrown) {
    return tooLong(thrown);
  }
}

/** What lists and replacements come to may be longer than the engine's strings, which is thrown. */
function tooLong(thrown: unknown): Failure {
  if (thrown instanceof RangeError && thrown.message === 'Invalid string length') return TOO_LONG;
  throw thrown;
}

/** A tainted string is data, and never becomes a program (Exim 4.94 on). */
function expandAgain(run: Run, { text, tainted }: Text): Later<Outcome> {
  if (tainted) return failed(`attempt to expand tainted string '${text}'`);
  return evaluateSequence(parseExpansion(text), run);
}
