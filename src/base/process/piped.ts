/** A program between two pipes: fed from here, read from here, ended with everything it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PassThrough } from 'node:stream';
import { nothingElse } from './descriptors.ts';
import { isShellText } from './executable.ts';
import { signalGroup } from './group.ts';
import { withUmask } from './umask.ts';

export interface PipedSpec {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly umask?: number;
  /** By what name it knows itself, where that is not the command's. */
  readonly argv0?: string;
}

export type PipedEnd =
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string; readonly number: number }
  | { readonly kind: 'not-started'; readonly code: string };

export interface PipedProgram {
  /** Its standard input; resolves when there is room for more. False: it reads no longer. */
  readonly write: (octets: Uint8Array) => Promise<boolean>;
  /** Its input ends. */
  readonly endInput: () => void;
  /** What it writes to standard output and standard error, as it comes; ends with them. */
  readonly output: AsyncIterable<Uint8Array>;
  /** How it ended; its output may still be on the way. */
  readonly ended: Promise<PipedEnd>;
  /** At once, and its whole group. */
  readonly kill: () => void;
}

/** It leads a group of its own, so that what it starts can be ended with it. */
export function startPiped(spec: PipedSpec): PipedProgram {
  if (isShellText(spec.command, spec.cwd)) return unstarted('ENOEXEC');
  const child = withUmask(spec.umask, () =>
    spawn(spec.command, spec.args, {
      env: spec.environment,
      stdio: nothingElse(['pipe', 'pipe', 'pipe']),
      detached: true,
      ...(spec.cwd !== undefined && { cwd: spec.cwd }),
      ...(spec.argv0 !== undefined && { argv0: spec.argv0 }),
    }),
  );
  endWithUs(child);
  let hasInput = true;
  child.stdin!.on('error', () => {
    hasInput = false;
  });
  return {
    write: (octets) => (hasInput ? writeTo(child, octets, () => hasInput) : Promise.resolve(false)),
    endInput: () => void child.stdin!.end(),
    output: outputOf(child),
    ended: endOf(child),
    kill: () => signalGroup(child, 'SIGKILL'),
  };
}

const unstarted = (code: string): PipedProgram => ({
  write: async () => false,
  endInput: () => {},
  output: (async function* () {})(),
  ended: Promise.resolve({ kind: 'not-started', code }),
  kill: () => {},
});

const running = new Set<ChildProcess>();

/** Whom it works for has gone: where we end in order, it does not stay behind. */
function endWithUs(child: ChildProcess): void {
  if (running.size === 0) process.once('exit', endAll);
  running.add(child);
  child.once('close', () => {
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', endAll);
  });
}

function endAll(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

function writeTo({ stdin }: ChildProcess, octets: Uint8Array, isOpen: () => boolean): Promise<boolean> {
  if (stdin === null || stdin.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    if (stdin.write(octets)) return resolve(isOpen());
    const done = (): void => {
      stdin.removeListener('drain', done);
      stdin.removeListener('close', done);
      resolve(isOpen() && !stdin.destroyed);
    };
    stdin.once('drain', done);
    stdin.once('close', done);
  });
}

function outputOf({ stdout, stderr }: ChildProcess): AsyncIterable<Uint8Array> {
  const both = new PassThrough();
  let open = 2;
  const over = (): void => {
    open -= 1;
    if (open === 0) both.end();
  };
  for (const stream of [stdout!, stderr!]) {
    stream.pipe(both, { end: false });
    stream.once('close', over);
  }
  both.once('close', () => {
    stdout!.destroy();
    stderr!.destroy();
  });
  return both;
}

function endOf(child: ChildProcess): Promise<PipedEnd> {
  return new Promise((resolve) => {
    child.once('error', (cause: NodeJS.ErrnoException) =>
      resolve({ kind: 'not-started', code: cause.code ?? cause.message }),
    );
    child.once('exit', (status, signal) =>
      resolve(
        signal === null
          ? { kind: 'exit', status: status ?? 0 }
          : { kind: 'signal', signal, number: constants.signals[signal] },
      ),
    );
  });
}
