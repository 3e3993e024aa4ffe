/** The program of a worker, which the acceptor starts. */
import { becomeChild } from '../../../base/process/index.ts';
import { prepareSpool } from '../../spool/index.ts';
import { makeReception } from '../compose/reception.ts';
import type { FromWorker, ToWorker } from '../messages.ts';
import { Worker } from '../worker.ts';
import { playRole } from './role.ts';

/** Resolves when it has ended. */
export const main = (): Promise<void> =>
  playRole(becomeChild<FromWorker, ToWorker>(), (parent, ended) => {
    void prepareSpool(); // while the master still reads the configuration
    const worker = new Worker({ send: parent.send, makeReception, ended });
    return {
      hear: (message, handle) => worker.hear(message, handle),
      drain: (withinMs) => worker.hear({ kind: 'drain', withinMs }, undefined),
    };
  });
