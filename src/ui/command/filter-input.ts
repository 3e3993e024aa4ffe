/** Standard input as octet strings, read as it comes, for commands that answer line by line. */
import { fstatSync, readSync, writeSync } from 'node:fs';
import { standardOutput } from './output.ts';

const FD = 0;
const PIECE_OCTETS = 64 * 1024;

/** A piece at a time: a file at once, anything else as it comes. */
export async function* inputPieces(): AsyncGenerator<string> {
  if (!fstatSync(FD).isFile()) {
    process.stdin.setEncoding('latin1');
    for await (const piece of process.stdin) yield piece as string;
    return;
  }
  const buffer = Buffer.allocUnsafe(PIECE_OCTETS);
  for (;;) {
    const count = readSync(FD, buffer, 0, buffer.length, null);
    if (count === 0) return;
    yield buffer.toString('latin1', 0, count);
  }
}

/** What waits for more of it waits no longer for its sake. */
export const endInput = (): void => void process.stdin.destroy();

/** Octets to standard output, at once. */
export const writeOctets = (octets: string): Promise<void> => standardOutput.write(Buffer.from(octets, 'latin1'));

/** A line beside the output: what a log would say. */
export const writeAside = (line: string): void => void writeSync(2, Buffer.from(line, 'latin1'));
