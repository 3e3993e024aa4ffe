/** The program of the acceptor, which the master starts. */
import { becomeChild, startChild } from '../../../base/process/index.ts';
import { Acceptor } from '../acceptor.ts';
import type { FromAcceptor, FromWorker, ToAcceptor, ToWorker } from '../messages.ts';
import { playRole } from './role.ts';

/**
 * For messages on their way through: who waits for the disk or for another host lives long enough to be copied twice, and to
 * be looked for among the old. Of a message that is delivered clearing up takes 90 µs with 2 MiB, 68 with 4, 53 with 8; of one
 * that is kept 25, 21 and 16. Connections that stay make V8 use all of it, several times over: with 8 MiB that is seen where
 * there are some hundreds of them, with 4 it cannot be told from what a process takes anyway as soon as it has something to do.
 */
const WORKER_YOUNG_MIB = 4;

/** Resolves when it has ended. */
export const main = (): Promise<void> =>
  playRole(becomeChild<FromAcceptor, ToAcceptor>(), (parent, ended) => {
    const acceptor = new Acceptor({
      send: (message) => parent.send(message),
      startWorker: (_number, exited) =>
        startChild<ToWorker, FromWorker>({ role: 'worker', args: ['serve'], youngMiB: WORKER_YOUNG_MIB, exited }),
      nowMs: () => performance.now(),
      ended,
    });
    return { hear: (message, handle) => acceptor.hear(message, handle), drain: (withinMs) => acceptor.drain(withinMs) };
  });
