/** What an item, and a list, can say. */
import type { ListMatch, Text } from '../expand/index.ts';

export interface ItemMatch extends ListMatch {
  /** The list ends here without a match: a host that nobody knows (Exim spec §10.13). */
  readonly stops?: boolean;
}

export const NO_MATCH: ItemMatch = { matched: false };
export const STOP: ItemMatch = { matched: false, stops: true };

export const matched = (value?: Text, captures?: readonly Text[]): ItemMatch => ({
  matched: true,
  ...(value !== undefined && { value }),
  ...(captures !== undefined && { captures }),
});

/** What earlier items of a list have said about the later ones. */
export interface Manner {
  caseful: boolean;
  unknown: 'stop' | 'include' | 'ignore';
  defer: 'defer' | 'include' | 'ignore';
}

export const plainManner = (): Manner => ({ caseful: false, unknown: 'stop', defer: 'defer' });
