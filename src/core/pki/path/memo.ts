/** What was found out about a pair of certificates, so that it is found out once. */
import type { Certificate } from '../certificate.ts';

export interface Remembered<T> {
  has(): boolean;
  get(): T | undefined;
  set(value: T): T;
}

export function remember<T>(
  memo: Map<Certificate, Map<Certificate, T>>,
  a: Certificate,
  b: Certificate,
): Remembered<T> {
  const inner = memo.get(a) ?? new Map<Certificate, T>();
  memo.set(a, inner);
  return {
    has: () => inner.has(b),
    get: () => inner.get(b),
    set: (value) => {
      inner.set(b, value);
      return value;
    },
  };
}
