/** What can go wrong is part of the type: an expected failure is a value, never a throw. */

export type Result<T, E> = Ok<T> | Err<E>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <E>(error: E): Err<E> => ({ ok: false, error });

/** Whose fault a failure is; decides the exit status and the wording. */
export type Fault = 'peer' | 'network' | 'local' | 'configuration';

/**
 * An expected failure.
 *
 * `code` is stable and dotted by module (`dns/timeout`); `message` is one sentence naming what was wrong and where;
 * `hint` says what would be right. `temporary` tells whether a retry may succeed.
 */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  readonly fault: Fault;
  readonly temporary: boolean;
}
