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

/** So many in a hello even an old server reads. */
const PART = 24;

/**
 * For what is known to be there: none of it means that the list was too long for the server, so it is cut.
 *
 * @param askPart  the same question in as few octets as it takes
 */
export async function eliminateInParts(
  candidates: readonly number[],
  ask: (left: readonly number[]) => Promise<Choice>,
  askPart: (left: readonly number[]) => Promise<Choice>,
): Promise<Elimination> {
  const whole = await eliminate(candidates, ask);
  if (whole.chosen.length > 0 || !whole.complete || candidates.length <= PART) return whole;
  const parts: Elimination[] = [];
  for (let at = 0; at < candidates.length; at += PART)
    parts.push(await eliminate(candidates.slice(at, at + PART), askPart));
  return { chosen: parts.flatMap(({ chosen }) => chosen), complete: parts.every(({ complete }) => complete) };
}
