/** SPF results for random policies, beside three other implementations over a real name server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, Suite } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { type Difference, reasonFor } from './differences.ts';
import { libspf2, mailauth, type Ours, ours, type Peer, pyspf } from './peers.ts';
import { type Case, casesOf, createPolicies, zoneText } from './policies.ts';

export const suite: Suite = {
  name: 'spf',
  proves:
    'results for random policies are those of pyspf, libspf2 and mailauth, but for differences with a reason in RFC 7208',
  run,
};

const SEED = 7208;
const PEERS: Readonly<Record<string, Peer>> = { pyspf, libspf2, mailauth };

async function run(context: Context): Promise<void> {
  const policies = createPolicies(context.full ? 2000 : 320, SEED);
  const folder = join(context.folder, 'spf');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'root.zone');
  writeFileSync(file, zoneText(policies));
  await startNamed(context, { addresses: [RESOLVERS.unbound], folder, zones: [{ name: '', file }] });
  const cases = casesOf(policies);
  const mine = await ours(RESOLVERS.unbound)(cases);
  context.note(`${cases.length} policies, ${countsOf(mine.map(({ result }) => result))}`);
  for (const [name, peer] of Object.entries(PEERS))
    await context.test(`as ${name}, or with a reason`, async () =>
      compare(context, name, cases, mine, await peer(cases)),
    );
}

function compare(
  context: Context,
  peer: string,
  cases: readonly Case[],
  mine: readonly Ours[],
  theirs: readonly string[],
): void {
  const differences = cases.flatMap((each, i): Difference[] =>
    mine[i]!.result === theirs[i] ? [] : [{ peer, case: each, ours: mine[i]!, theirs: theirs[i]! }],
  );
  const reasons = differences.map(reasonFor);
  for (const reason of new Set(reasons))
    if (reason !== undefined) context.note(`${peer}: ${reasons.filter((each) => each === reason).length} × ${reason}`);
  const open = differences.filter((_, i) => reasons[i] === undefined);
  if (open.length > 0)
    throw new Error(`${open.length} without a reason:\n${open.slice(0, 40).map(described).join('\n')}`);
}

const described = ({ case: { ip, record, sender }, ours: mine, theirs }: Difference): string =>
  `  ours ${mine.result} (${mine.problem ?? 'no problem'}), theirs ${theirs}: ${ip} ${sender} "${record}"`;

function countsOf(results: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const result of results) counts.set(result, (counts.get(result) ?? 0) + 1);
  return [...counts].map(([result, count]) => `${count} ${result}`).join(', ');
}
