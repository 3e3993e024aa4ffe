import type { Word } from '../../mta/doc/index.ts';
import type { Paint, View } from '../types.ts';

export type ExplainedWord = Word & {
  /** Words that have to do with it. */
  readonly related?: readonly string[];
};

/** Data of `mxray config doc`. */
export interface ConfigDocData {
  /** Words of a scope were asked for, and not the meanings of one. */
  readonly list: boolean;
  readonly words: readonly ExplainedWord[];
}

/** Each meaning in full, or a line for each word. */
export const configDocView: View<ConfigDocData> = ({ data }, paint) => {
  if (!data.list) return data.words.map((word) => inFull(word, paint)).join('\n\n');
  const width = Math.max(...data.words.map(({ name }) => name.length));
  return data.words
    .map((word) => `${word.name.padEnd(width)}  ${paint.dim(`${placeOf(word)}: ${firstSentence(word.doc)}`)}`)
    .join('\n');
};

function inFull(word: ExplainedWord, paint: Paint): string {
  const { name, doc, where = [], aliases = [], related = [] } = word;
  return [
    `${paint.strong(writtenAs(word, name))}  ${paint.dim(placeOf(word))}`,
    ...factsOf(word).map((fact) => paint.dim(`  ${fact}`)),
    '',
    wrapped(doc),
    ...(where.length === 0 ? [] : ['', wrapped(`In: ${where.join(', ')}`)]),
    ...(aliases.length === 0 ? [] : ['', `Also written: ${aliases.map((one) => writtenAs(word, one)).join(', ')}`]),
    ...(related.length === 0 ? [] : ['', wrapped(`See also: ${related.join(', ')}`)]),
  ].join('\n');
}

const WRITTEN: Readonly<Partial<Record<Word['kind'], (name: string) => string>>> = {
  variable: (name) => `$${name}`,
  'expansion item': (name) => `\${${name} …}`,
  'expansion operator': (name) => `\${${name}:…}`,
};

const writtenAs = ({ kind }: Word, name: string): string => WRITTEN[kind]?.(name) ?? name;

const placeOf = ({ kind, scope }: Word): string =>
  kind === 'option' ? (scope === 'main' ? 'main option' : `option of ${scope.replace('/', ' ')}`) : kind;

function factsOf(word: ExplainedWord): readonly string[] {
  const { type, default: given, repeatable, tainted, status, kind } = word;
  const facts = [
    ...(type === undefined ? [] : [`${kind === 'lookup type' ? 'style' : 'type'}: ${type}${expansionOf(word)}`]),
    ...(kind === 'option' ? [`default: ${given ?? 'unset'}`] : []),
    ...(repeatable === true ? ['may be set several times'] : []),
    ...(tainted === true ? ['tainted: its value comes from outside'] : []),
  ];
  return [...facts, `status: ${status}`];
}

function expansionOf({ expanded, when }: Word): string {
  if (expanded !== true) return '';
  return when === undefined ? ', expanded' : `, expanded ${WHEN[when] ?? `by ${when}`}`;
}

const WHEN: Readonly<Record<string, string>> = {
  start: 'once, at start',
  connection: 'for each connection',
  message: 'for each message',
  recipient: 'for each address',
  delivery: 'for each delivery',
};

const firstSentence = (doc: string): string => /^.*?[.](?= |$)/.exec(doc)?.[0] ?? doc;

const WIDTH = 92;

const wrapped = (text: string): string => text.replace(new RegExp(`(.{1,${WIDTH}})(\\s+|$)`, 'g'), '$1\n').trimEnd();
