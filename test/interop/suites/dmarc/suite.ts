/** Verdicts on random messages by RFC 7489, beside opendmarc's library and mailauth, over a real name server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, Suite } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import type { ServedZone } from '../../world/types.ts';
import { type Case, createCases, zoneText } from './cases.ts';
import { type Difference, reasonFor } from './differences.ts';
import { mailauth, opendmarc, ours, type Peer, writeSuffixes } from './peers.ts';

export const suite: Suite = {
  name: 'dmarc',
  proves:
    'verdicts on random messages are those of opendmarc and mailauth, but for differences with a reason in RFC 7489',
  run,
};

const SEED = 7489;
const CASES = { quick: 300, full: 3000 };

async function run(context: Context): Promise<void> {
  const cases = createCases(context.full ? CASES.full : CASES.quick, SEED);
  const folder = join(context.folder, 'dmarc');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'root.zone');
  writeFileSync(file, zoneText(cases));
  await startNamed(context, { addresses: [RESOLVERS.unbound], folder, zones: [{ name: '', file } as ServedZone] });
  const suffixes = writeSuffixes(folder);
  const mine = await ours(RESOLVERS.unbound, suffixes)(cases);
  context.note(`${cases.length} messages: ${countsOf(mine)}`);
  const peers: Readonly<Record<string, Peer>> = {
    opendmarc: opendmarc(suffixes),
    mailauth: mailauth(RESOLVERS.unbound),
  };
  for (const [name, peer] of Object.entries(peers))
    await context.test(`as ${name}, or with a reason`, async () =>
      compare(context, name, cases, mine, await peer(cases)),
    );
}

function compare(
  context: Context,
  peer: string,
  cases: readonly Case[],
  mine: readonly string[],
  theirs: readonly string[],
): void {
  if (theirs.length !== cases.length) throw new Error(`${theirs.length} outcomes for ${cases.length} messages`);
  const differences = cases.flatMap((each, i): Difference[] =>
    mine[i] === theirs[i] ? [] : [{ peer, case: each, ours: mine[i]!, theirs: theirs[i]! }],
  );
  const reasons = differences.map(reasonFor);
  context.note(`${peer}: ${cases.length - differences.length} alike, ${differences.length} with a reason`);
  for (const reason of new Set(reasons))
    if (reason !== undefined) context.note(`${peer}: ${reasons.filter((each) => each === reason).length} × ${reason}`);
  const open = differences.filter((_, i) => reasons[i] === undefined);
  if (open.length > 0)
    throw new Error(`${open.length} without a reason:\n${open.slice(0, 40).map(described).join('\n')}`);
}

const described = ({ case: { from, spf, dkim, records }, ours: mine, theirs }: Difference): string =>
  `  ours ${mine}, theirs ${theirs}: ${from}, SPF ${spf.result} ${spf.domain}, DKIM ${dkim.map(({ result, domain }) => `${result} ${domain}`).join(', ')}; ${JSON.stringify(records)}`;

function countsOf(outcomes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of outcomes) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].map(([one, count]) => `${count} ${one}`).join(', ');
}
