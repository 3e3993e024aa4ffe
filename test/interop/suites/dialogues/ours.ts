/** All dialogues by `mxray session`, in one batch; its status is of no interest, since a configuration may be wrong on purpose. */
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import type { Dialogue } from './read.ts';
import { REFUSED, type Said, steady, steadyLog } from './said.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

/** For hundreds of dialogues, some with delays, beside whatever else the machine does. */
const BATCH_MS = 300_000;

export async function weSay(dialogues: readonly Dialogue[]): Promise<readonly Said[]> {
  const lines = dialogues.map(({ configuration, from, lines: said }) =>
    JSON.stringify({ from, config: configuration, lines: said }),
  );
  const input = `${lines.join('\n')}\n`;
  const { stdout, stderr } = await run(process.execPath, [PROGRAM, 'session', '--batch', '-', '-o', 'jsonl'], {
    input,
    timeoutMs: BATCH_MS,
  });
  const said = stdout.trim().split('\n');
  if (said.length !== dialogues.length)
    throw new Error(`of ${dialogues.length} dialogues ${said.length} were held:\n${stderr}`);
  return said.map((line, at) => readLine(line, dialogues[at]!));
}

function readLine(line: string, { configuration }: Dialogue): Said {
  const { data, error } = JSON.parse(line) as {
    data?: { replies: string[]; log: string[] };
    error?: { message: string };
  };
  if (error?.message.startsWith('configuration:')) return REFUSED;
  if (data === undefined) return { replies: [`error: ${error?.message ?? line}`], log: [] };
  return {
    replies: steady(data.replies.join('\n')).split('\n'),
    log: steadyLog(data.log.join('\n'), configuration).split('\n'),
  };
}
