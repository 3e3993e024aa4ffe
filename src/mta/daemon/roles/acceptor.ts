/** The program of the acceptor, which the master starts. */
import { becomeChild, startChild } from '../../../base/process/index.ts';
import { Acceptor } from '../acceptor.ts';
import type { FromAcceptor, FromWorker, ToAcceptor, ToWorker } from '../messages.ts';
import { playRole } from './role.ts';

/**
 * For messages on their way through: with 1 MiB, a quarter of a worker's working time went into clearing up. Thousands of
 * connections that stay make V8 use all of it, several times over, and more than 2 MiB saves no time that could be measured.
 */
const WORKER_YOUNG_MIB = 2;

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
