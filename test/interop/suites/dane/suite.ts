/**
 * DANE: `mxray dane check` of Postfix, Exim and s_server, case by case beside posttls-finger and `s_client -dane_tlsa_*`;
 * and `mxray dane verify` of the same records and chain beside s_client.
 *
 * Each case is a host on each of the three servers. The verdict is the expected one, and that of the others, except
 * where the case names the difference and its reason.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { startWorld } from '../../world/start.ts';
import { ROOTS } from '../validation/roots.ts';
import { CASES, type DaneCase, type Outcome, type Peer } from './cases.ts';
import { type Identity, makeIdentities } from './identities.ts';
import { verifyOffline } from './offline.ts';
import { askOurs, outcomeOf } from './ours.ts';
import { askPosttlsFinger, askSClient } from './peers.ts';
import { addressOf, SERVERS, type Server, startServers } from './servers.ts';
import { CERTIFICATE_NAMES, daneZones, hostName } from './zone.ts';

export const suite: Suite = {
  name: 'dane',
  proves:
    'our DANE verdict on Postfix, Exim and s_server, and on chains in files, is that of posttls-finger and s_client',
  run,
};

/** A case on one server. */
interface Trial {
  readonly id: string;
  readonly one: DaneCase;
  readonly server: Server;
  readonly host: string;
}

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'certificates');
  mkdirSync(folder);
  const identities = await makeIdentities(folder, CERTIFICATE_NAMES);
  const world = await startWorld(context, [...ROOTS, ...daneZones(CASES, identities)]);
  await startServers(context, identities);
  const anchorFile = join(context.folder, 'anchors');
  writeFileSync(anchorFile, `${world.anchors.join('\n')}\n`);
  const trials = SERVERS.flatMap((server) => CASES.map((one) => trialOf(one, server)));
  context.note(`${CASES.length} cases on ${SERVERS.length} servers`);
  const asked = trials.map(({ id, host, server }) => ({
    id,
    target: `${host}:${server.port}`,
    starttls: server.starttls,
  }));
  const envelopes = await askOurs(asked, RESOLVERS.unbound, anchorFile);
  const offline = await verifyOffline(CASES, identities);
  await concurrently(4, trials, async (trial) => {
    let found: Found = {};
    await context.test(trial.id, async () => {
      found = await askPeers(trial, identities);
      expectAll(trial.one, outcomeOf(envelopes.get(trial.id)!, trial.one.key), found);
    });
    const verified = trial.server.name === 's-server' ? offline.get(trial.one.name) : undefined;
    if (verified === undefined) return;
    const { s_client } = found;
    await context.test(`${trial.one.name} by dane verify`, () =>
      expectAll(trial.one, verified, s_client === undefined ? {} : { s_client }),
    );
  });
}

function trialOf(one: DaneCase, server: Server): Trial {
  return { id: `${one.name} on ${server.name}`, one, server, host: hostName(one, server) };
}

type Found = Partial<Readonly<Record<Peer, Outcome>>>;

async function askPeers({ one, server, host }: Trial, identities: readonly Identity[]): Promise<Found> {
  const finger = await askPosttlsFinger(host, one, server);
  const { parts } = identities.find(({ name }) => name === one.identity)!;
  const records = one.records(parts);
  // s_client is handed the records, so it has no say on how they stand in DNS.
  if (one.dns !== undefined || records.length === 0) return { 'posttls-finger': finger };
  const address = addressOf(server, one.identity);
  return { 'posttls-finger': finger, s_client: await askSClient(host, address, records, one, server) };
}

function expectAll(one: DaneCase, ours: Outcome, found: Found): void {
  const peers = Object.keys(found) as Peer[];
  const wanted = peers.map((peer) => `${peer} ${one.others?.[peer] ?? one.expect}`);
  const got = peers.map((peer) => `${peer} ${found[peer]}`);
  if (ours === one.expect && got.join() === wanted.join()) return;
  throw new Error(`expected: ours ${one.expect}, ${wanted.join(', ')}\nfound:    ours ${ours}, ${got.join(', ')}`);
}
