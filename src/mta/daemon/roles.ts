/** What a process of the daemon is, once it was started: the acceptor, or a worker. */
import type { Parent } from '../../base/process/index.ts';
import { startChild } from '../../base/process/index.ts';
import { Acceptor } from './acceptor.ts';
import type { FromAcceptor, FromWorker, ToAcceptor, ToWorker } from './messages.ts';
import type { MakeReception } from './reception-port.ts';
import { Worker } from './worker.ts';

/** Resolves when it has ended. Signals of the terminal are for the master, which then tells the others. */
export function runRole(role: string, parent: Parent<never, never>, makeReception: MakeReception): Promise<void> {
  process.on('SIGINT', () => {}).on('SIGHUP', () => {});
  return role === 'worker' ? runWorker(parent as never, makeReception) : runAcceptor(parent as never);
}

/** For messages on their way through: with 1 MiB, a quarter of a worker's working time went into clearing up. */
const WORKER_YOUNG_MIB = 8;

/** Without a master there is nobody to say how long. */
const ALONE_MS = 10_000;

function runAcceptor(parent: Parent<FromAcceptor, ToAcceptor>): Promise<void> {
  return new Promise((resolve) => {
    const acceptor = new Acceptor({
      send: (message) => parent.send(message),
      startWorker: (_number, exited) =>
        startChild<ToWorker, FromWorker>({ role: 'worker', args: ['serve'], youngMiB: WORKER_YOUNG_MIB, exited }),
      nowMs: () => performance.now(),
      ended: () => {
        parent.leave();
        resolve();
      },
    });
    parent.hear((message, handle) => acceptor.hear(message, handle));
    parent.onGone(() => acceptor.drain(ALONE_MS));
    process.on('SIGTERM', () => acceptor.drain(ALONE_MS));
  });
}

function runWorker(parent: Parent<FromWorker, ToWorker>, makeReception: MakeReception): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker({
      send: (message) => parent.send(message),
      makeReception,
      ended: () => {
        parent.leave();
        resolve();
      },
    });
    parent.hear((message, handle) => worker.hear(message, handle));
    parent.onGone(() => worker.hear({ kind: 'drain', withinMs: ALONE_MS }, undefined));
    process.on('SIGTERM', () => worker.hear({ kind: 'drain', withinMs: ALONE_MS }, undefined));
  });
}
