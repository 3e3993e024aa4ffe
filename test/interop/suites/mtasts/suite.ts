/** Policies discovered, fetched and read by us, by postfix-mta-sts-resolver and by mailauth, over real DNS and HTTPS. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLabCa } from '../../../../src/lab/ca/index.ts';
import { startPolicyServer } from '../../../../src/lab/web/policies.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import type { ServedZone } from '../../world/types.ts';
import { type Case, createCases, zoneText } from './cases.ts';
import { reasonFor } from './differences.ts';
import { mailauth, ours, type Peer, postfix } from './peers.ts';

export const suite: Suite = {
  name: 'mtasts',
  proves:
    'policies in force are those that postfix-mta-sts-resolver and mailauth find, but for differences with a reason in RFC 8461',
  run,
};

const SEED = 8461;
/** Beside each variant by itself, so many at random. */
const MIXED = { quick: 60, full: 600 };

async function run(context: Context): Promise<void> {
  const cases = createCases(context.full ? MIXED.full : MIXED.quick, SEED);
  const folder = join(context.folder, 'mtasts');
  mkdirSync(folder, { recursive: true });
  const zone = join(folder, 'root.zone');
  writeFileSync(zone, zoneText(cases));
  await startNamed(context, {
    addresses: [RESOLVERS.unbound],
    folder,
    zones: [{ name: '', file: zone } as ServedZone],
  });
  const ca = await createLabCa(new Date());
  const caFile = join(folder, 'roots.pem');
  writeFileSync(caFile, ca.rootPem);
  const sites = new Map(cases.map(({ domain, site }) => [`mta-sts.${domain}`, site]));
  const server = await startPolicyServer(sites, ca, 443);
  context.atEnd(server.close);
  const mine = await ours(RESOLVERS.unbound, caFile)(cases);
  context.note(`${cases.length} domains: ${mine.filter((one) => one !== 'none').length} with a policy in force`);
  const peers: Readonly<Record<string, Peer>> = { 'postfix-mta-sts-resolver': postfix(caFile), mailauth };
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
  if (theirs.length !== cases.length) throw new Error(`${theirs.length} outcomes for ${cases.length} domains`);
  const different = cases.flatMap(({ variants }, i) =>
    mine[i] === theirs[i] ? [] : [{ variants, mine: mine[i]!, theirs: theirs[i]!, reason: reasonFor(peer, variants) }],
  );
  context.note(`${peer}: ${cases.length - different.length} alike, ${different.length} not`);
  for (const reason of new Set(different.map((one) => one.reason)))
    if (reason !== undefined)
      context.note(`${peer}: ${different.filter((one) => one.reason === reason).length} × ${reason}`);
  const open = different.filter(({ reason }) => reason === undefined);
  if (open.length === 0) return;
  const lines = open.map((one) => `  ours ${one.mine}, theirs ${one.theirs}: ${one.variants.join(', ')}`);
  throw new Error(`${open.length} without a reason:\n${lines.slice(0, 40).join('\n')}`);
}
