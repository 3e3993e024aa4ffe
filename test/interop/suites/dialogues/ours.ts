/** All dialogues by `mxray session`, in one batch. */
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import type { Dialogue } from './read.ts';
import { type Said, steady } from './said.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

export async function weSay(dialogues: readonly Dialogue[]): Promise<readonly Said[]> {
  const lines = dialogues.map(({ configuration, from, lines: said }) =>
    JSON.stringify({ from, config: configuration, lines: said }),
  );
  const input = `${lines.join('\n')}\n`;
  const output = await mustRun(process.execPath, [PROGRAM, 'session', '--batch', '-', '-o', 'jsonl'], { input });
  return output.trim().split('\n').map(readLine);
}

function readLine(line: string): Said {
  const { data, error } = JSON.parse(line) as {
    data?: { replies: string[]; log: string[] };
    error?: { message: string };
  };
  if (data === undefined) return { replies: [`error: ${error?.message ?? line}`], log: [] };
  return { replies: steady(data.replies.join('\n')).split('\n'), log: steady(data.log.join('\n')).split('\n') };
}
