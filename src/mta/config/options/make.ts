/** Rows with what most of them say alike left out: not expanded, and planned. */
import type { OptionRow, OptionScope } from './types.ts';

export type OptionDraft = Omit<OptionRow, 'scope' | 'group' | 'expanded' | 'status'> &
  Partial<Pick<OptionRow, 'expanded' | 'status'>>;

/** The rows of one group in one scope. */
export const optionRows = (scope: OptionScope, group: string, drafts: readonly OptionDraft[]): readonly OptionRow[] =>
  drafts.map((draft) => ({ scope, group, expanded: false, status: 'planned', ...draft }));

/** Rows that the MTA honours, unless one says otherwise. */
export const working = (drafts: readonly OptionDraft[]): readonly OptionDraft[] =>
  drafts.map((draft) => ({ status: 'works', ...draft }));
