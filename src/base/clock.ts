/** Time as a parameter: verdicts take an instant, drivers take a clock, tests take a fixed one. */
export interface Clock {
  /** Wall time, for dates in certificates and signatures. */
  now(): Date;
  /** Milliseconds that never go back, for deadlines and durations. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs,
};

/** A clock whose dates are judged as of `at`, while durations stay real (`--at`). */
export function clockAt(at: Date): Clock {
  return { now: () => at, monotonicMs };
}

/** Not `performance`, whose first use loads a dozen of Node's modules: a millisecond of every start. */
function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
