/** Running a program to its end: bounded in time and output, ended with everything it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { nothingElse } from './descriptors.ts';
import { isShellText } from './executable.ts';
import { signalGroup } from './group.ts';
import { withUmask } from './umask.ts';

export interface ProgramSpec {
  readonly command: string;
  readonly args: readonly string[];
  /** On top of our own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** In place of ours, with `env` on top. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder it starts in; ours when absent. */
  readonly cwd?: string;
  /** Whom it runs as; only root can say so. */
  readonly uid?: number;
  readonly gid?: number;
  /** Of what it makes; ours when absent. */
  readonly umask?: number;
  /** How its output becomes a text: UTF-8, or a character an octet. */
  readonly encoding?: 'utf8' | 'latin1';
  /** All of its output is wanted: one that writes more is ended. Absent: what comes first is enough. */
  readonly maxOutputBytes?: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

export type ProgramEnd =
  | { readonly kind: 'exit'; readonly status: number; readonly output: string }
  /** `isTooMuch`: it was ended because it wrote more than `maxOutputBytes`. */
  | { readonly kind: 'signal'; readonly signal: string; readonly output: string; readonly isTooMuch?: true }
  | { readonly kind: 'timeout'; readonly afterMs: number; readonly output: string }
  | { readonly kind: 'not-started'; readonly why: string };

/** Of stdout and stderr together, what comes first, where no more is asked for. */
const MAX_OUTPUT_BYTES = 64 * 1024;
/** Between being asked to end and being made to. */
const GRACE_MS = 2_000;

/** Never rejects. Its standard input is empty; what it starts ends with it, since it leads a group of its own. */
export function runProgram(spec: ProgramSpec): Promise<ProgramEnd> {
  if (isShellText(spec.command, spec.cwd)) return Promise.resolve({ kind: 'not-started', why: 'ENOEXEC' });
  return new Promise((resolve) => {
    const { command, args, env = {}, environment = process.env, encoding = 'utf8', cwd, uid, gid } = spec;
    const child = withUmask(spec.umask, () =>
      spawn(command, args, {
        env: { ...environment, ...env },
        stdio: nothingElse(['ignore', 'pipe', 'pipe']),
        detached: true,
        ...(cwd !== undefined && { cwd }),
        ...(uid !== undefined && { uid }),
        ...(gid !== undefined && { gid }),
      }),
    );
    let isLate = false;
    let isTooMuch = false;
    const end = (): void => {
      signalGroup(child, 'SIGTERM');
      setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS).unref();
    };
    const output = collect(child, encoding, spec.maxOutputBytes ?? MAX_OUTPUT_BYTES, () => {
      if (spec.maxOutputBytes === undefined || isTooMuch) return;
      isTooMuch = true;
      end();
    });
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, spec.timeoutMs);
    spec.signal?.addEventListener('abort', end, { once: true });
    const settle = (ended: ProgramEnd): void => {
      clearTimeout(timer);
      spec.signal?.removeEventListener('abort', end);
      resolve(ended);
    };
    child.once('error', (cause: NodeJS.ErrnoException) =>
      settle({ kind: 'not-started', why: cause.code ?? cause.message }),
    );
    child.once('exit', (status, signal) => {
      whenDrained(child, () => {
        if (isTooMuch) return settle({ kind: 'signal', signal: signal ?? 'SIGTERM', output: output(), isTooMuch });
        if (isLate) return settle({ kind: 'timeout', afterMs: spec.timeoutMs, output: output() });
        settle(
          signal === null
            ? { kind: 'exit', status: status ?? 0, output: output() }
            : { kind: 'signal', signal, output: output() },
        );
      });
    });
  });
}

/** What it wrote last is in the pipes still; what it left in the background may hold them open for ever. */
const DRAIN_MS = 200;

function whenDrained(child: ChildProcess, next: () => void): void {
  const done = (): void => {
    clearTimeout(timer);
    child.removeListener('close', done);
    child.stdout?.destroy();
    child.stderr?.destroy();
    next();
  };
  const timer = setTimeout(done, DRAIN_MS);
  child.once('close', done);
}

function collect(
  { stdout, stderr }: ChildProcess,
  encoding: 'utf8' | 'latin1',
  maxBytes: number,
  onTooMuch: () => void,
): () => string {
  const parts: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer): void => {
    if (size < maxBytes) parts.push(part.subarray(0, maxBytes - size));
    size += part.length;
    if (size > maxBytes) onTooMuch();
  };
  stdout?.on('data', take);
  stderr?.on('data', take);
  return () => Buffer.concat(parts).toString(encoding);
}
