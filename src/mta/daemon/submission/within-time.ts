/** Pieces of a message as they come, up to its end or to the end of the time it has. */

export interface Timed {
  readonly pieces: AsyncIterable<string>;
  /** Its time was over before it had come. */
  readonly isLate: () => boolean;
}

/** @param timeoutMs  for all of it; 0: it has all the time */
export function withinTime(message: AsyncIterable<string>, timeoutMs: number): Timed {
  let isLate = false;
  async function* pieces(): AsyncGenerator<string> {
    const source = message[Symbol.asyncIterator]();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    try {
      for (;;) {
        const next = await Promise.race([source.next(), late]);
        isLate = next === undefined;
        if (next === undefined || next.done === true) return;
        yield next.value;
      }
    } finally {
      clearTimeout(timer);
    }
  }
  return { pieces: timeoutMs === 0 ? message : pieces(), isLate: () => isLate };
}
