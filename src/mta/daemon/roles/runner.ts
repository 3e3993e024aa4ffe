/** The program of a child that delivers as a user, which the master starts. */
import { becomeChild } from '../../../base/process/index.ts';
import type { RunnerStart } from '../messages.ts';
import { runJobs } from '../runners/runner.ts';

/** Resolves when it has nothing more to do. */
export function main(): Promise<void> {
  const child = becomeChild<never, RunnerStart>();
  if (child === undefined) throw new Error('a part of the daemon, started by nobody');
  // Its worker says when it is over, by closing the socket; what is in hand is finished before.
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => {});
  return new Promise((resolve, reject) => {
    child.parent.hear((order) => {
      runJobs(order)
        .then(resolve, reject)
        .finally(() => child.parent.leave());
    });
  });
}
