/**
 * Which of many does the server take? Offer all, take away what it chooses, and offer the rest, until it chooses none:
 * as many questions as it takes of them, and one more.
 */

export type Choice =
  | { readonly kind: 'chosen'; readonly value: number }
  /** The server takes none of what is left. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

export interface Elimination {
  /** In the order chosen. */
  readonly chosen: readonly number[];
  /** False: it ended before the server had said no. */
  readonly complete: boolean;
}

export async function eliminate(
  candidates: readonly number[],
  ask: (left: readonly number[]) => Promise<Choice>,
): Promise<Elimination> {
  const chosen: number[] = [];
  let left = candidates;
  while (left.length > 0) {
    const choice = await ask(left);
    if (choice.kind !== 'chosen') return { chosen, complete: choice.kind === 'none' };
    if (!left.includes(choice.value)) return { chosen, complete: false }; // it chose what was not offered
    chosen.push(choice.value);
    left = left.filter((value) => value !== choice.value);
  }
  return { chosen, complete: true };
}
