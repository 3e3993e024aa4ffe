/** `--trace`: one line an event, with the milliseconds since the start. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { noTrace, type Trace, type TraceEvent } from '../../base/index.ts';
import type { Settings } from './settings.ts';
import { safeText } from './terminal.ts';

export interface OpenTrace {
  readonly trace: Trace;
  close(): Promise<void>;
}

const ARROWS: Readonly<Record<TraceEvent['direction'], string>> = { out: '->', in: '<-', note: '**' };

/** The file is private: a trace tells who was spoken to. */
export function openTrace({ trace: toStderr, traceFile }: Settings): OpenTrace {
  if (!toStderr && traceFile === undefined) return { trace: noTrace, close: async () => {} };
  const began = performance.now();
  const file = traceFile === undefined ? undefined : openFile(traceFile);
  return {
    trace(event) {
      const line = `${formatEvent(event, performance.now() - began)}\n`;
      if (toStderr) process.stderr.write(line);
      file?.write(line);
    },
    close: () => new Promise((resolve) => (file === undefined ? resolve() : file.end(() => resolve()))),
  };
}

function formatEvent({ source, direction, peer, text }: TraceEvent, sinceMs: number): string {
  const where = peer === undefined ? '' : ` ${peer}`;
  return safeText(`${sinceMs.toFixed(1).padStart(9)} ${source.padEnd(4)} ${ARROWS[direction]}${where} ${text}`);
}

function openFile(path: string): WriteStream {
  const stream = createWriteStream(path, { mode: 0o600 });
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.stderr.write(`mxray: --trace-file ${path}: ${error.code ?? error.message}; going on without it\n`);
  });
  return stream;
}
