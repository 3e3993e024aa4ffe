/** Where a peer's result is not ours, and why; a difference that none of these explains is a failure. */
import type { Case } from './policies.ts';

export interface Difference {
  readonly peer: string;
  readonly case: Case;
  readonly ours: string;
  readonly theirs: string;
}

interface Reason {
  readonly text: string;
  readonly holds: (difference: Difference) => boolean;
}

export const REASONS: readonly Reason[] = [];

export const reasonFor = (difference: Difference): string | undefined =>
  REASONS.find(({ holds }) => holds(difference))?.text;
