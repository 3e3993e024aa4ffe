/** What a precondition says: nothing where it holds. */
import type { Later } from '../../expand/index.ts';
import type { Visit } from '../visit.ts';

export type Unmet =
  | { readonly kind: 'skip'; readonly option: string; readonly reason: string; readonly value?: string }
  | { readonly kind: 'defer'; readonly option: string; readonly message: string };

export interface Precondition {
  /** The options it is about. */
  readonly options: readonly string[];
  readonly check: (visit: Visit) => Later<Unmet | undefined>;
}

export const skip = (option: string, reason: string, value?: string): Unmet => ({
  kind: 'skip',
  option,
  reason,
  ...(value !== undefined && { value }),
});

export const defer = (option: string, message: string): Unmet => ({ kind: 'defer', option, message });
