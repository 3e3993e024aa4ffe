/** What an item, and a list, can say. */
import { type Failure, isFailure, type ListMatch, type Text } from '../expand/index.ts';

export interface ItemMatch extends ListMatch {
  /** A host that nobody knows, and why: what that means, the list's switches say (Exim spec §10.13). */
  readonly unknown?: string | undefined;
  /** The list ends here, whatever sign the item had. */
  readonly ends?: boolean;
}

export const NO_MATCH: ItemMatch = { matched: false };
export const unknown = (why: string): ItemMatch => ({ matched: false, unknown: why });
const STOP: ItemMatch = { matched: false, ends: true };
const INCLUDED: ItemMatch = { matched: true, ends: true };

export const matched = (value?: Text, captures?: readonly Text[]): ItemMatch => ({ matched: true, value, captures });

export const unknownOf = (answer: ItemMatch | Failure): string | undefined =>
  isFailure(answer) ? undefined : answer.unknown;

/** The end of a list: in it or not, with what its items left behind. */
export function atEnd(isIn: boolean, { left: { value, captures } }: Manner): ItemMatch {
  return { matched: isIn, value, captures };
}

/** What earlier items of a list have said about the later ones. */
export interface Manner {
  /** Shared with the lists inside. */
  readonly letters: { caseful: boolean };
  /** Shared, too: the value and captures that the last item left, also one that decided against. */
  readonly left: { value?: Text | undefined; captures?: readonly Text[] | undefined };
  unknown: 'stop' | 'include' | 'ignore';
  defer: 'defer' | 'include' | 'ignore';
}

export const plainManner = (): Manner => ({ letters: { caseful: false }, left: {}, unknown: 'stop', defer: 'defer' });

export const onUnknown = ({ unknown }: Manner): ItemMatch =>
  unknown === 'include' ? INCLUDED : unknown === 'ignore' ? NO_MATCH : STOP;

export function onDefer(deferral: Failure, { defer }: Manner): ItemMatch | Failure {
  if (defer === 'defer') return deferral;
  return defer === 'include' ? INCLUDED : NO_MATCH;
}
