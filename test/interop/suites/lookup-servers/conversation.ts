/** `mxray lookup --batch -` that goes on: a line is written when the one before is answered. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Context } from '../../framework/types.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

export interface Found {
  readonly outcome: 'found' | 'not-found' | 'deferred';
  readonly value?: string;
  readonly server?: string;
  readonly error?: string;
  readonly tookMs: number;
}

export interface Conversation {
  readonly ask: (line: Readonly<Record<string, unknown>>) => Promise<Found>;
  readonly end: () => void;
}

export function startConversation(context: Context): Conversation {
  const child = spawn(process.execPath, [PROGRAM, 'lookup', '--batch', '-', '--jobs=1', '-o', 'jsonl'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  context.atEnd(() => void child.kill('SIGKILL'));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${JSON.stringify(line)}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error('it ended');
      const { data, error } = JSON.parse(value) as { readonly data?: Found; readonly error?: unknown };
      if (data === undefined) throw new Error(JSON.stringify(error));
      return data;
    },
    end: () => child.stdin.end(),
  };
}
