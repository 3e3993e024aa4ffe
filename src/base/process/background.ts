/** Starting a program of ours that stays when we go, and hearing from it that it is ready. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { err, type Failure, ok, type Result } from '../result.ts';
import { signalGroup } from './group.ts';

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
  /** One that was not ready is asked to end (SIGTERM), and after so long it is made to (SIGKILL); 5,000 when absent. */
  readonly graceMs?: number;
}

const GRACE_MS = 5000;

/**
 * Starts the program in a session of its own and resolves once it has called `announceReady`.
 * One that ends first, or says nothing in time, is an error, with the log file named in it. Nothing of it is left then: it
 * has ended before this resolves, even where it hears no signal.
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

/**
 * In the program that was started, at its beginning: until `announceReady`, it ends when its starter does, since nobody
 * would know of it. Does nothing where nobody waits.
 */
export function endWithStarter(): void {
  if (process.send !== undefined) process.once('disconnect', goWithStarter);
}

const goWithStarter = (): void => process.exit(1);

/** In the program that was started: tells the starter, and lets go of it. Does nothing where nobody waits. */
export function announceReady(): void {
  if (process.send === undefined) return;
  process.off('disconnect', goWithStarter);
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
    const late = `was not ready after ${program.readyTimeoutMs} ms`;
    const timer = setTimeout(() => {
      child.removeAllListeners('message').removeAllListeners('exit');
      void ended(child, program.graceMs ?? GRACE_MS).then(() => fail('process/timeout', late));
    }, program.readyTimeoutMs);
    child.once('message', () => settle(ok(child.pid!)));
    child.once('error', (error) => fail('process/not-started', `could not be started: ${error.message}`));
    child.once('exit', (status, signal) => fail('process/ended', `ended at once (${signal ?? `status ${status}`})`));
  });
}

/** It leads a group: what it has started meanwhile goes with it. */
function ended(child: ChildProcess, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(force);
      signalGroup(child, 'SIGKILL');
      resolve();
    });
    signalGroup(child, 'SIGTERM');
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
