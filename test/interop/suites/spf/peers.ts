/** The same senders put to us, to pyspf, to libspf2 and to mailauth: the result of each. */
import { join } from 'node:path';
import { spf as mailauthSpf } from 'mailauth/lib/spf/index.js';
import { mustRun, run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import type { Case } from './policies.ts';

/** Results in the order of the cases. */
export type Peer = (cases: readonly Case[]) => Promise<readonly string[]>;

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

/** Our result, and the code of the problem where there is one. */
export interface Ours {
  readonly result: string;
  readonly problem?: string;
}

export const ours =
  (resolver: string) =>
  async (cases: readonly Case[]): Promise<readonly Ours[]> => {
    const lines = cases.map(({ id, ip, sender, helo }) => JSON.stringify({ id, ip, sender, helo }));
    const words = [PROGRAM, 'spf', 'query', '--batch', '-', '-o', 'jsonl', `--resolver=${resolver}`, '--trust=none'];
    const { stdout, stderr } = await run(process.execPath, words, {
      input: `${lines.join('\n')}\n`,
      timeoutMs: 120_000,
    });
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { data?: { result: string; problem?: { code: string } } });
    if (results.length !== cases.length) throw new Error(`${results.length} results: ${stderr.slice(0, 300)}`);
    return results.map(({ data }) => ({
      result: data?.result ?? 'error',
      ...(data?.problem !== undefined && { problem: data.problem.code }),
    }));
  };

const PYSPF = `
import json, sys, spf
for line in sys.stdin:
    case = json.loads(line)
    print(spf.check2(i=case['ip'], s=case['sender'], h=case['helo'])[0], flush=True)
`;

export const pyspf: Peer = async (cases) => {
  const out = await mustRun(programs.python, ['-c', PYSPF], {
    input: `${cases.map((each) => JSON.stringify(each)).join('\n')}\n`,
    timeoutMs: 120_000,
  });
  return out.trimEnd().split('\n');
};

/** The result is the first line behind its errors; it calls a record it cannot read invalid. Its status is the result again. */
export const libspf2: Peer = async (cases) => {
  const results: string[] = [];
  for (const { ip, sender, helo } of cases) {
    const { stdout } = await run(programs.spfquery, [`--ip=${ip}`, `--sender=${sender}`, `--helo=${helo}`]);
    const [word = ''] = stdout.replace(/^StartError[\s\S]*?EndError\n/, '').split('\n');
    results.push(word === '(invalid)' ? 'permerror' : word.trim());
  }
  return results;
};

export const mailauth: Peer = async (cases) => {
  const results: string[] = [];
  for (const { ip, sender, helo } of cases)
    results.push((await mailauthSpf({ ip, sender, helo, mta: 'mx.example' })).status.result);
  return results;
};
