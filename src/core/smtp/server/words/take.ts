/** All parameters of an operand, from the last to the first, and the text of the address before them. */
import type { Turn } from '../turn.ts';
import { lastWord, withoutBlanks } from './last-word.ts';

/**
 * Of one parameter. `cut`: it goes unheard, and what is before it is an address with all its words; `unknown`: it is no
 * parameter, and what is left is no address either, which the reader of addresses will say.
 */
export type Heard<T> =
  | { readonly kind: 'taken'; readonly adds: Partial<T> }
  | { readonly kind: 'wrong'; readonly text: string; readonly code?: number }
  | { readonly kind: 'cut' | 'unknown' };

export type WordReader<T> = (value: string, so: Partial<T>, turn: Turn) => Heard<T>;

export interface WordTable<T> {
  /** By their names in capitals. */
  readonly readers: Readonly<Record<string, WordReader<T>>>;
  /** What Exim puts before an unknown word that has no `=`; before others it is a blank. */
  readonly unknownBehind: ' ' | '=';
}

export interface Taken<T> {
  /** What is left: the address, if it is one. */
  readonly text: string;
  readonly parameters: Partial<T>;
}

export const CUT = { kind: 'cut' } as const;
export const UNKNOWN = { kind: 'unknown' } as const;
export const NOTHING_TAKEN = { kind: 'taken', adds: {} } as const;
export const taken = <T>(adds: Partial<T>): Heard<T> => ({ kind: 'taken', adds });
export const wrong = (text: string, code?: number): Heard<never> => ({
  kind: 'wrong',
  text,
  ...(code !== undefined && { code }),
});

/** Undefined where one of them was refused. Who said HELO has none (RFC 5321 §4.1.1.11). */
export function takeWords<T>(
  turn: Turn,
  argument: string,
  { readers, unknownBehind }: WordTable<T>,
): Taken<T> | undefined {
  const parameters: Partial<T> = {};
  if (!turn.state.hasSaidEhlo) return { text: argument, parameters };
  let text = withoutBlanks(argument);
  for (;;) {
    const word = lastWord(text);
    if (word === undefined) return { text, parameters };
    const name = word.name.toUpperCase();
    const heard = Object.hasOwn(readers, name) ? readers[name]!(word.value, parameters, turn) : UNKNOWN;
    if (heard.kind === 'wrong') return void turn.fail(heard.code ?? 501, heard.text);
    if (heard.kind === 'unknown')
      return {
        text: `${text.slice(0, word.at - 1)}${word.isBare ? unknownBehind : ' '}${text.slice(word.at)}`,
        parameters,
      };
    text = word.before;
    if (heard.kind !== 'taken') return { text, parameters };
    Object.assign(parameters, heard.adds);
  }
}
