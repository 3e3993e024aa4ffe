/** The content of a mail, part by part: at once where it is there, awaited where it has to be read. */

export type PulledPart = Uint8Array | undefined;

export interface Pump {
  /** The next part, undefined behind the last; a promise where it has to be waited for. */
  next(): PulledPart | Promise<PulledPart>;
  /** No more is wanted. */
  stop(): void;
}

export function pumpOf(parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Pump {
  if (Symbol.asyncIterator in parts) {
    const iterator = parts[Symbol.asyncIterator]();
    return {
      next: async () => {
        const { done, value } = await iterator.next();
        return done === true ? undefined : value;
      },
      stop: () => void Promise.resolve(iterator.return?.()).catch(() => {}),
    };
  }
  const iterator = parts[Symbol.iterator]();
  return {
    next: () => {
      const { done, value } = iterator.next();
      return done === true ? undefined : value;
    },
    stop: () => void iterator.return?.(),
  };
}
