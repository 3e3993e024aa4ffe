/** The program of a worker, which the acceptor starts. */
import { becomeChild } from '../../../base/process/index.ts';
import { prepareSpool, storeTrouble } from '../../spool/index.ts';
import { makeReception } from '../compose/reception.ts';
import type { FromWorker, ToWorker } from '../messages.ts';
import { Worker } from '../worker.ts';
import { playRole } from './role.ts';

/** Resolves when it has ended. */
export const main = (): Promise<void> =>
  playRole(becomeChild<FromWorker, ToWorker>(), (parent, ended) => {
    void prepareSpool(); // while the master still reads the configuration
    endWhereTheStoreFails((line, told) => parent.send({ kind: 'told', line }, undefined, told));
    const worker = new Worker({ send: parent.send, makeReception, ended });
    return {
      hear: (message, handle) => worker.hear(message, handle),
      drain: (withinMs) => worker.hear({ kind: 'drain', withinMs }, undefined),
    };
  });

const FAILED = 1;

/** A sentence, and no stack: the next worker looks at the store before it opens it. A bug is for the eyes of who mends it. */
function endWhereTheStoreFails(tell: (line: string, told: () => void) => void): void {
  process.on('uncaughtException', (thrown) => {
    const trouble = storeTrouble(thrown);
    if (trouble !== undefined) return tell(trouble, () => process.exit(FAILED));
    console.error(thrown);
    process.exit(FAILED);
  });
}
