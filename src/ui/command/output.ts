/**
 * Standard output. Into a file or a pipe a result goes at once, by one system call: Node's stream would cost a start more
 * than a millisecond and be as synchronous there. Terminals, and whatever a pipe does not take at once, have the stream.
 */
import { fstatSync, writeSync } from 'node:fs';

const FD = 1;
const USAGE = 2;

class StandardOutput {
  private stream: NodeJS.WriteStream | undefined;

  isTerminal(): boolean {
    return !takesAtOnce() && this.asStream().isTTY === true;
  }

  /** A result that ends the run. */
  async write(text: string | Uint8Array): Promise<void> {
    const rest = this.stream === undefined && takesAtOnce() ? writeAtOnce(octetsOf(text)) : text;
    if (rest.length > 0) await this.add(rest);
  }

  /** One of many: a reader that takes its time holds up nothing but the next of them. */
  add(text: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.asStream().write(text, () => resolve());
    });
  }

  private asStream(): NodeJS.WriteStream {
    this.stream ??= process.stdout.on('error', outputFailed);
    return this.stream;
  }
}

export const standardOutput = new StandardOutput();

/** A reader that has had enough ends the program as if all was read; anything else is told, a full disk for one. */
export function outputFailed(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(`mxray: standard output cannot be written: ${error.code ?? error.message}\n`);
  process.exit(USAGE);
}

function takesAtOnce(): boolean {
  const facts = fstatSync(FD);
  return facts.isFile() || facts.isFIFO() || facts.isSocket() || facts.rdev === NULL_DEVICE;
}

/** /dev/null on Linux: major 1, minor 3. */
const NULL_DEVICE = 0x103;

const octetsOf = (text: string | Uint8Array): Buffer =>
  typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.buffer, text.byteOffset, text.length);

/** @returns what was not taken */
function writeAtOnce(octets: Buffer): Buffer {
  let at = 0;
  try {
    while (at < octets.length) at += writeSync(FD, octets, at);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') outputFailed(cause as NodeJS.ErrnoException);
  }
  return octets.subarray(at);
}
