/** Our answers: the same dialogues with the same configuration, by `mxray session`. */
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import { dialogue, ENDED, hostOf, outcomeOf } from './exim.ts';
import type { Pair } from './types.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

interface Session {
  readonly data?: { readonly replies: readonly string[] };
  readonly error?: { readonly message: string };
}

/** What ends a session is answered by its end, and the rest is asked in another, as Exim's are. */
export async function askOurselves(file: string, pairs: readonly Pair[]): Promise<readonly string[]> {
  const answers: string[] = new Array(pairs.length);
  const every = pairs.map((_, index) => index);
  const hosts = [...new Set(pairs.map(hostOf))];
  let left: ReadonlyMap<string, readonly number[]> = new Map(
    hosts.map((host) => [host, every.filter((index) => hostOf(pairs[index]!) === host)] as const),
  );
  while (left.size > 0) {
    const sessions = await sessionsOf(file, pairs, left);
    const rest = new Map<string, readonly number[]>();
    for (const [at, [host, indices]] of [...left].entries()) {
      const said = answersIn(sessions[at]!, indices.length);
      for (const [nth, answer] of said.entries()) answers[indices[nth]!] = answer;
      if (said.length < indices.length) rest.set(host, indices.slice(said.length));
    }
    left = rest;
  }
  return answers;
}

/** As far as it went: the banner, and three replies of each pair. */
function answersIn(replies: readonly string[], count: number): readonly string[] {
  const said: string[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const reply = oneLine(replies[nth * 3 + 3] ?? '421');
    said.push(reply.startsWith('421') ? ENDED : outcomeOf(reply));
    if (reply.startsWith('421')) break;
  }
  return said;
}

async function sessionsOf(
  file: string,
  pairs: readonly Pair[],
  left: ReadonlyMap<string, readonly number[]>,
): Promise<readonly (readonly string[])[]> {
  const lines = [...left].map(([from, indices]) => ({
    from,
    configFile: file,
    lines: indices.flatMap((index) => dialogue(index, pairs[index]!).trimEnd().split('\r\n')),
  }));
  const { stdout, stderr } = await run(
    process.execPath,
    [PROGRAM, 'session', '--batch', '-', '--jobs=1', '-o', 'jsonl', '--trust=none'],
    { input: lines.map((line) => `${JSON.stringify(line)}\n`).join(''), timeoutMs: 300_000 },
  );
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { data, error } = JSON.parse(line) as Session;
      if (data === undefined) throw new Error(error?.message ?? stderr);
      return data.replies;
    });
}

const oneLine = (reply: string): string => reply.replace(/\r?\n\d{3}[ -]/g, ' ').replace(/^(\d{3})-/, '$1 ');
