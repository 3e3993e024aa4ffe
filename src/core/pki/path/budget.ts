/**
 * How much work one question may ask for. Honest chains need a hundredth; the numbers hold a verifier's time against
 * chains made to branch, and authorities with thousands of constraints, to some tenths of a second.
 */

/** Issuers tried, over all ways up. */
export const MAX_STEPS = 5000;
/** Signatures verified; each pair of certificate and key once. */
export const MAX_SIGNATURES = 400;
/** Names held against subtrees; the bound that Go's verifier has, too. */
export const MAX_COMPARISONS = 250_000;
/** Intermediates in a path, whatever the question says. */
export const MAX_INTERMEDIATES = 32;

export class Budget {
  private steps = 0;
  private signatures = 0;
  private comparisons = 0;

  /** False once the bound is reached, as the others. */
  step(): boolean {
    this.steps += 1;
    return this.steps <= MAX_STEPS;
  }

  sign(): boolean {
    this.signatures += 1;
    return this.signatures <= MAX_SIGNATURES;
  }

  compare(count: number): boolean {
    this.comparisons += count;
    return this.comparisons <= MAX_COMPARISONS;
  }

  get isSpent(): boolean {
    return this.steps > MAX_STEPS || this.signatures > MAX_SIGNATURES;
  }
}
