/** Log files line by line, whatever they were compressed with. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import { programOutput } from '../../../base/process/index.ts';

export type LogReadError = Failure<'log/unreadable'>;

/** A line that is longer is read in pieces: no log has one. */
const MAX_LINE_OCTETS = 1024 * 1024;
const PART_OCTETS = 256 * 1024;

/** Tells each line, without its end, one character an octet; `-` is standard input. */
export async function readLogLines(file: string, onLine: (line: string) => void): Promise<Result<void, LogReadError>> {
  let rest = '';
  try {
    for await (const part of openLog(file)) {
      const lines = (rest + Buffer.from(part).toString('latin1')).split('\n');
      rest = lines.pop()!;
      for (const line of lines) onLine(line);
      if (rest.length > MAX_LINE_OCTETS) rest = tell(rest, onLine);
    }
  } catch (cause) {
    return err(unreadable(file, cause as NodeJS.ErrnoException));
  }
  if (rest !== '') onLine(rest);
  return ok(undefined);
}

function tell(line: string, onLine: (line: string) => void): string {
  onLine(line);
  return '';
}

function openLog(file: string): AsyncIterable<Uint8Array> {
  if (file === '-') return process.stdin;
  const ending = /\.(gz|zst|bz2|xz|lzma)$/.exec(file)?.[1];
  if (ending === undefined) return createReadStream(file, { highWaterMark: PART_OCTETS });
  if (ending === 'gz') return gunzipped(file);
  const [command, ...args] = PROGRAMS[ending]!;
  return programOutput({ command: command!, args: [...args, '--', file] });
}

async function* gunzipped(file: string): AsyncGenerator<Uint8Array> {
  const packed = createReadStream(file, { highWaterMark: PART_OCTETS });
  const gunzip = createGunzip();
  packed.once('error', (error) => gunzip.destroy(error));
  yield* packed.pipe(gunzip);
}

/** What Node cannot unpack by itself. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  zst: ['zstd', '-dcq'],
  bz2: ['bzip2', '-dc'],
  xz: ['xz', '-dc'],
  lzma: ['xz', '--format=lzma', '-dc'],
};

const unreadable = (file: string, { code, message }: NodeJS.ErrnoException): LogReadError => ({
  code: 'log/unreadable',
  message: `${file === '-' ? 'standard input' : file}: ${WORDS[code ?? ''] ?? message}`,
  hint: 'a main log as Exim and mxray write them, perhaps packed (.gz, .zst, .bz2, .xz)',
  fault: 'configuration',
  temporary: false,
});

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'we may not read it',
  EISDIR: 'it is a directory',
  Z_DATA_ERROR: 'it is no gzip file',
  Z_BUF_ERROR: 'it is a gzip file that has no end',
};
