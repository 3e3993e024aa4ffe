/** A peer that stays: started in the foreground of ours, probed until it answers, ended by its process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from './types.ts';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Takes its stdout and stderr, and is quoted when it does not get ready. */
  readonly logFile: string;
  /** Resolves to true once it answers. */
  readonly ready: () => Promise<boolean>;
}

const READY_WITHIN_MS = 60_000;
const PROBE_EVERY_MS = 50;
const ENDS_WITHIN_MS = 5_000;

/** Started, ready, and ended with the suite. */
export async function startDaemon(context: Context, program: Program): Promise<number> {
  const log = openSync(program.logFile, 'a');
  // A group of its own, since Postfix's master signals its group at the end.
  const child = spawn(program.command, program.args, { cwd: program.cwd, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let gone: string | undefined;
  child.once('error', (error) => {
    gone = error.message;
  });
  child.once('exit', (status, signal) => {
    gone = `it ended with ${signal ?? status}`;
  });
  context.atEnd(() => end(child));
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (gone !== undefined) break;
    if (await program.ready()) return child.pid!;
    await sleep(PROBE_EVERY_MS);
  }
  throw new Error(`${program.command} did not get ready: ${gone ?? 'no answer'}\n${tail(program.logFile)}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').split('\n').slice(-25).join('\n');
}
