/** A wait that ends: servers may accept and say nothing. */

export class TimeIsUp extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms / 1000} s`);
  }
}

/** @throws TimeIsUp where nothing came in time; what comes later is nobody's */
export function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const bound = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeIsUp(ms)), ms);
  });
  return Promise.race([promise, bound]).finally(() => clearTimeout(timer));
}
