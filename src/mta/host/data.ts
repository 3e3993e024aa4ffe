/** What `mxray expand` answers. */
import type { Outcome } from '../expand/index.ts';
import { fromOctets, isUtf8 } from './octets.ts';

export interface ExpandResult {
  readonly outcome: Outcome['kind'];
  readonly text?: string;
  /** The text in base 64, where it is no UTF-8. */
  readonly octets?: string;
  readonly tainted?: boolean;
  /** Why there is no text. */
  readonly error?: string;
}

export interface ExplainedNode {
  readonly kind: string;
  /** As written. */
  readonly source: string;
  /** Absent where it was not evaluated. */
  readonly result?: ExpandResult;
  /** How often it was evaluated, where more than once: its result is that of the last time. */
  readonly times?: number;
  readonly parts: readonly ExplainedNode[];
}

/** Of one string, or of several in order. */
export interface ExpandData extends Partial<ExpandResult> {
  readonly tree?: readonly ExplainedNode[];
  readonly results?: readonly ExpandResult[];
}

export function resultOf(outcome: Outcome): ExpandResult {
  if (outcome.kind !== 'text') return { outcome: outcome.kind, error: fromOctets(outcome.message) };
  const { text, tainted } = outcome;
  return {
    outcome: 'text',
    text: fromOctets(text),
    ...(!isUtf8(text) && { octets: Buffer.from(text, 'latin1').toString('base64') }),
    tainted,
  };
}
