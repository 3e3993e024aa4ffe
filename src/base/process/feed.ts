/** A program that stays and is fed lines on its standard input, as syslog's `logger` is. */
import { type ChildProcess, spawn } from 'node:child_process';
import { nothingElse } from './descriptors.ts';

export interface FeedSpec {
  readonly command: string;
  readonly args: readonly string[];
  /** Told once for each time it could not be started or has ended by itself. */
  readonly onTrouble: (why: string) => void;
}

export interface Feed {
  /** Octets, one a character. Never blocks; dropped (false) where the program is gone or does not keep up. */
  write(text: string): boolean;
  /** Ends its input and waits until it has gone. */
  close(): Promise<void>;
}

/** What it has not taken yet; more is dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** Between two starts. */
const RESTART_AFTER_MS = 1_000;

/** Started when it is first fed, and again after it has ended. */
export function createFeed(spec: FeedSpec): Feed {
  let child: ChildProcess | undefined;
  let startedAt = Number.NEGATIVE_INFINITY;
  let isClosing = false;
  const lose = (one: ChildProcess, why: string): void => {
    if (child === one) child = undefined;
    spec.onTrouble(`${spec.command} ${why}`);
  };
  const start = (): ChildProcess | undefined => {
    const now = Date.now();
    if (now - startedAt < RESTART_AFTER_MS) return undefined;
    startedAt = now;
    const one = spawn(spec.command, spec.args, { stdio: nothingElse(['pipe', 'ignore', 'ignore']) });
    one.once('error', (error: NodeJS.ErrnoException) => lose(one, `cannot be started: ${error.code ?? error.message}`));
    one.once('exit', (status, signal) => {
      if (!isClosing) lose(one, `has ended (${signal ?? `status ${status}`})`);
    });
    one.stdin!.on('error', () => {}); // that it has gone is told by 'exit'
    one.unref(); // it goes when its input ends
    return one;
  };
  return {
    write(text) {
      child ??= start();
      const input = child?.stdin;
      if (input === undefined || input === null || input.writableLength > MAX_WAITING_BYTES) return false;
      input.write(text, 'latin1');
      return true;
    },
    async close() {
      isClosing = true;
      const one = child;
      if (one === undefined) return;
      const gone = new Promise<void>((resolve) => one.once('exit', () => resolve()).once('error', () => resolve()));
      one.stdin?.end();
      if (one.exitCode === null && one.signalCode === null) await gone;
    },
  };
}
