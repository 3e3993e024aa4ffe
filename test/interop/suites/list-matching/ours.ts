/** Our answers: the same dialogues with the same configuration, by `mxray session`. */
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import { dialogue, hostOf, outcomeOf } from './exim.ts';
import type { Pair } from './types.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

interface Session {
  readonly data?: { readonly replies: readonly string[] };
  readonly error?: { readonly message: string };
}

export async function askOurselves(file: string, pairs: readonly Pair[]): Promise<readonly string[]> {
  const hosts = [...new Set(pairs.map(hostOf))];
  const ofHost = (host: string) => pairs.map((_, index) => index).filter((index) => hostOf(pairs[index]!) === host);
  const lines = hosts.map((from) => ({
    from,
    configFile: file,
    lines: ofHost(from).flatMap((index) => dialogue(index, pairs[index]!).trimEnd().split('\r\n')),
  }));
  const { stdout, stderr } = await run(
    process.execPath,
    [PROGRAM, 'session', '--batch', '-', '--jobs=1', '-o', 'jsonl', '--trust=none'],
    { input: lines.map((line) => `${JSON.stringify(line)}\n`).join(''), timeoutMs: 300_000 },
  );
  const sessions = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Session);
  const answers: string[] = new Array(pairs.length);
  for (const [at, host] of hosts.entries()) {
    const { data, error } = sessions[at] ?? {};
    if (data === undefined) throw new Error(error?.message ?? stderr);
    // The banner, and three of each pair.
    for (const [nth, index] of ofHost(host).entries())
      answers[index] = outcomeOf(oneLine(data.replies[nth * 3 + 3] ?? ''));
  }
  return answers;
}

const oneLine = (reply: string): string => reply.replace(/\r?\n\d{3}[ -]/g, ' ').replace(/^(\d{3})-/, '$1 ');
