/** Long work in slices, so that everybody else of this process has turns between them. */

/** What to wait for before going on, where the slice is over. */
export type Pace = () => Promise<void> | undefined;

const SLICE_MS = 10;

/** To be asked at each step of one piece of work. */
export function createPace(sliceMs = SLICE_MS): Pace {
  let began = performance.now();
  return () => {
    if (performance.now() - began < sliceMs) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        began = performance.now();
        resolve();
      }),
    );
  };
}
