/** A short program waited for with nothing else going on: for who cannot go on without its answer, as before giving up root. */
import { spawnSync } from 'node:child_process';
import { nothingElse } from './descriptors.ts';

export interface AtOnceSpec {
  readonly command: string;
  readonly args: readonly string[];
  /** Everything of this process stands still so long, at most. */
  readonly timeoutMs: number;
}

/** One that is larger is no short answer. */
const MAX_OUTPUT_BYTES = 64 * 1024;

/** What it writes; undefined where it could not be started, took too long or ended with another status than 0. */
export function outputAtOnce({ command, args, timeoutMs }: AtOnceSpec): string | undefined {
  const { status, stdout } = spawnSync(command, args, {
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: nothingElse(['ignore', 'pipe', 'ignore']),
    encoding: 'utf8',
  });
  return status === 0 ? stdout : undefined;
}
