/**
 * What an expansion comes to: a text, or one of three ways not to have one (Exim spec ch. "String expansions").
 *
 * Texts are octet strings: every character is one octet (latin1), as Exim counts, cuts and compares octets. A text is
 * *tainted* when any part of it came from outside: the message, the peer, the DNS, a lookup with such a key.
 */

export interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly tainted: boolean;
  /** All that is tainted in it was quoted for this type of lookup (`quote_mysql`), and may stand in its queries. */
  readonly quotedFor?: string;
}

/** Kept apart because every consumer of an expansion decides for itself what a forced failure means. */
export interface Failure {
  readonly kind: 'failed' | 'forced-fail' | 'deferred';
  readonly message: string;
  /** What Exim leaves unsaid, for a person who asks. */
  readonly detail?: string;
  /** What a look-up said that was put off; an ACL gives it as the reason, and nothing beside. */
  readonly lookUp?: string;
}

export type Outcome = Text | Failure;

/** Most expansions need no waiting: a promise is awaited only where there is one. */
export type Later<T> = T | Promise<T>;

export const EMPTY: Text = { kind: 'text', text: '', tainted: false };
export const TRUE: Text = { kind: 'text', text: 'true', tainted: false };

export const clean = (text: string): Text => ({ kind: 'text', text, tainted: false });
export const textOf = (text: string, tainted: boolean): Text => ({ kind: 'text', text, tainted });

/** A text ends at its first zero octet, as a string of C does. */
export function beforeZero(text: string): string {
  const at = text.indexOf('\0');
  return at < 0 ? text : text.slice(0, at);
}

export const failed = (message: string): Failure => ({ kind: 'failed', message });
export const forcedFail = (message: string): Failure => ({ kind: 'forced-fail', message });
export const deferred = (message: string): Failure => ({ kind: 'deferred', message });

export const isFailure = (outcome: unknown): outcome is Failure =>
  typeof outcome === 'object' &&
  outcome !== null &&
  'kind' in outcome &&
  (outcome.kind === 'failed' || outcome.kind === 'forced-fail' || outcome.kind === 'deferred');

/** The same failure, its message continued: `… inside "map" item`. */
export const inside = (failure: Failure, where: string): Failure => ({
  kind: failure.kind,
  message: `${failure.message} ${where}`,
  ...(failure.lookUp !== undefined && { lookUp: failure.lookUp }),
});

/** Asked first where texts are many: it is the cheapest question to ask. */
export const isText = (outcome: Later<Outcome>): outcome is Text => (outcome as Outcome).kind === 'text';

/** `next` of what is there: at once where it is there already. Not named `then`: a module with such a name is a thenable. */
export function after<A, B>(later: Later<A>, next: (value: A) => Later<B>): Later<B> {
  return later instanceof Promise ? later.then(next) : next(later);
}

/**
 * The same, `next` being given more. A function with a closure in it is dearer at every call, whether it comes to it or
 * not: what every expansion passes has none, and comes here where it must wait or has failed.
 */
export const afterWith = <A, B, More extends readonly unknown[]>(
  later: Later<A>,
  next: (value: A, ...more: More) => Later<B>,
  ...more: More
): Later<B> => after(later, (value) => next(value, ...more));
