/** What `mxray certname test` says: the built program, one run for all pairs. */
import type { RuleMatch, RuleName } from '../../../../src/core/pki/index.ts';
import { run } from '../../framework/command.ts';
import { MXRAY } from '../dane/ours.ts';
import type { Shown } from './certificates.ts';
import type { Pair } from './pairs.ts';

export type Rules = Readonly<Record<RuleName, RuleMatch>>;

/** By the ids of the pairs. */
export async function askOurs(
  pairs: readonly Pair[],
  shown: ReadonlyMap<string, Shown>,
): Promise<ReadonlyMap<string, Rules>> {
  const lines = pairs.map(({ id, name, certificate }) =>
    JSON.stringify({ id, name, cert: shown.get(certificate)!.pem }),
  );
  const options = { input: `${lines.join('\n')}\n`, timeoutMs: 120_000 };
  const { stdout, stderr } = await run(process.execPath, [MXRAY, 'certname', 'test', '--batch', '-'], options);
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  if (answers.length !== pairs.length)
    throw new Error(`${answers.length} answers for ${pairs.length} lines:\n${stderr}`);
  return new Map(
    answers.map(({ id, data, error }) => {
      if (data === undefined) throw new Error(`${id}: ${error?.message}`);
      return [id as string, data.rules as Rules];
    }),
  );
}
