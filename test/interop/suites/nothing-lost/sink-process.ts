/** The sink's process: started, killed, started again; and what it has written down over all its lives. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Context } from '../../framework/types.ts';
import type { Arrival } from './arrival.ts';

const PROGRAM = fileURLToPath(new URL('sink.ts', import.meta.url));

export class SinkProcess {
  private readonly port: number;
  private readonly journal: string;
  private child: ChildProcess | undefined;

  constructor(context: Context, port: number, journal: string) {
    this.port = port;
    this.journal = journal;
    context.atEnd(() => void this.child?.kill('SIGKILL'));
  }

  async start(): Promise<void> {
    this.child = fork(PROGRAM, [String(this.port), this.journal], { execArgv: process.execArgv });
    await once(this.child, 'message');
  }

  /** @returns which process it was */
  async kill(): Promise<number> {
    const { child } = this;
    if (child?.pid === undefined) throw new Error('there is no sink');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    return child.pid;
  }

  arrivals(): readonly Arrival[] {
    if (!existsSync(this.journal)) return [];
    const lines = readFileSync(this.journal, 'latin1').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Arrival);
  }
}
