/** The program of the acceptor, which the master starts. */
import { becomeChild, startChild } from '../../../base/process/index.ts';
import { Acceptor } from '../acceptor.ts';
import type { FromAcceptor, FromWorker, ToAcceptor, ToWorker } from '../messages.ts';
import { playRole } from './role.ts';

/**
 * For messages on their way through: who waits for the disk or for another host lives long enough to be copied twice, and to
 * be looked for among the old. Of a message that is delivered clearing up takes 90 µs with 2 MiB, 68 with 4, 53 with 8; of one
 * that is kept 25, 21 and 16. But connections that stay make V8 use all of it, several times over and in each worker: of 5,000
 * that are idle each takes 10.7 KiB with 2 MiB, 13 with 4, 23 with 16.
 */
const WORKER_YOUNG_MIB = 2;
/** A list of 100,000 recipients keeps little, and leaves much behind: a worker comes to 264 MiB, with V8's own choice to 297. */
const WORKER_GROWTH_PERCENT = 100;

/** Resolves when it has ended. */
export const main = (): Promise<void> =>
  playRole(becomeChild<FromAcceptor, ToAcceptor>(), (parent, ended) => {
    const acceptor = new Acceptor({
      send: (message) => parent.send(message),
      startWorker: (_number, exited) =>
        startChild<ToWorker, FromWorker>({
          role: 'worker',
          args: ['serve'],
          youngMiB: WORKER_YOUNG_MIB,
          growthPercent: WORKER_GROWTH_PERCENT,
          exited,
        }),
      nowMs: () => performance.now(),
      ended,
    });
    return { hear: (message, handle) => acceptor.hear(message, handle), drain: (withinMs) => acceptor.drain(withinMs) };
  });
