/** What words of the language a dialogue put to the test, and how each came out. */

export const HOWS = ['match', 'non-match', 'error'] as const;

/**
 * Of a condition: it held, it did not, it could not be tested. Of a verb: its conditions likewise. Of a modifier or a
 * control: it had its effect, a condition before it kept it from that, it could not be done. Of a command: it was done,
 * it was refused, it was no proper command.
 */
export type How = (typeof HOWS)[number];

export const KINDS = ['verb', 'condition', 'verify', 'modifier', 'control', 'command'] as const;

export type Kind = (typeof KINDS)[number];

export interface Exercised {
  readonly kind: Kind;
  readonly name: string;
  readonly how: How;
}
