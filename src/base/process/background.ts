/** Starting a program of ours that stays when we go, and hearing from it that it is ready. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { err, type Failure, ok, type Result } from '../result.ts';

export type ProcessErrorCode = 'process/not-started' | 'process/ended' | 'process/timeout';
export type ProcessError = Failure<ProcessErrorCode>;

export interface BackgroundProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** Ours when absent; undefined values are left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Takes its stdout and stderr; made with mode 0600, or emptied. */
  readonly logFile: string;
  /** How long it may take to say that it is ready. */
  readonly readyTimeoutMs: number;
}

/**
 * Starts the program in a session of its own and resolves once it has called `announceReady`.
 * One that ends first, or says nothing in time, is an error (and is ended), with the log file named in it.
 *
 * @returns its process id
 */
export async function startInBackground(program: BackgroundProgram): Promise<Result<number, ProcessError>> {
  const log = openSync(program.logFile, 'w', 0o600);
  try {
    const { command, args, env = process.env } = program;
    const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log, 'ipc'], env });
    return await ready(child, program);
  } finally {
    closeSync(log);
  }
}

/** In the program that was started: tells the starter, and lets go of it. Does nothing where nobody waits. */
export function announceReady(): void {
  if (process.send === undefined) return;
  process.send('ready', () => process.disconnect?.());
}

function ready(child: ChildProcess, program: BackgroundProgram): Promise<Result<number, ProcessError>> {
  return new Promise((resolve) => {
    const settle = (result: Result<number, ProcessError>): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.on('error', () => {});
      if (child.connected) child.disconnect();
      child.unref();
      resolve(result);
    };
    const fail = (code: ProcessErrorCode, what: string): void => settle(err(failure(code, what, program)));
    const timer = setTimeout(() => {
      child.kill();
      fail('process/timeout', `was not ready after ${program.readyTimeoutMs} ms`);
    }, program.readyTimeoutMs);
    child.once('message', () => settle(ok(child.pid!)));
    child.once('error', (error) => fail('process/not-started', `could not be started: ${error.message}`));
    child.once('exit', (status, signal) => fail('process/ended', `ended at once (${signal ?? `status ${status}`})`));
  });
}

function failure(code: ProcessErrorCode, what: string, { command, logFile }: BackgroundProgram): ProcessError {
  return {
    code,
    message: `${command} ${what}`,
    hint: `its output is in ${logFile}`,
    fault: 'local',
    temporary: code === 'process/timeout',
  };
}
