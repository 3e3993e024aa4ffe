/** A process of the server killed, whichever chance has it; where it was the master, the server is started again. */
import { createServer } from 'node:net';
import type { MailServer, Processes } from './mail-server.ts';
import { until } from './until.ts';

export interface Killed {
  readonly victim: 'workers' | 'acceptors' | 'masters' | 'whole servers';
  /** Processes that had no time to end what they were at. */
  readonly processes: readonly number[];
  readonly atMs: number;
}

/**
 * Half of the time a worker, a quarter the acceptor, a quarter the master or all of them, as when the machine is reset.
 *
 * @param chance  from 0 to 1
 */
export async function killOne(server: MailServer, chance: number): Promise<Killed> {
  const { master, acceptor, workers } = server.processes();
  const atMs = Date.now();
  if (chance < 0.5 && workers.length > 0) {
    const worker = workers[Math.floor(chance * 2 * workers.length)]!;
    kill(worker);
    return { victim: 'workers', processes: [worker], atMs };
  }
  if (chance < 0.75 && acceptor !== undefined) {
    kill(acceptor);
    return { victim: 'acceptors', processes: [acceptor], atMs };
  }
  const isAll = chance >= 0.87;
  const processes = isAll ? everyone(server.processes()) : [master];
  for (const pid of processes) kill(pid);
  await server.stop('SIGKILL');
  await until(() => isFree(server.port), 'processes without a master go on listening');
  await server.start();
  return { victim: isAll ? 'whole servers' : 'masters', processes, atMs };
}

const everyone = ({ master, acceptor, workers }: Processes): readonly number[] => [
  ...workers,
  ...(acceptor === undefined ? [] : [acceptor]),
  master,
];

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
}

/** Nobody listens there: whoever has lost its master ends by itself. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
