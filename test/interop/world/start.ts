/** A world on its feet: zones built, served by the servers of their rows, and two validating resolvers above it. */
import { join } from 'node:path';
import type { Context } from '../framework/types.ts';
import { type NameServer, startKnot, startNamed, startNsd } from '../peers/authoritative.ts';
import { type ServerCertificate, startBindResolver, startUnbound } from '../peers/recursive.ts';
import { ADDRESSES, RESOLVERS } from './addresses.ts';
import { buildWorld, type World } from './build.ts';
import type { ServerName, ZoneRow } from './types.ts';

const START: Readonly<Record<ServerName, (context: Context, server: NameServer) => Promise<void>>> = {
  roots: startNamed,
  named: startNamed,
  knotd: startKnot,
  nsd: startNsd,
};

/** @param certificate  with it the resolvers also speak TLS and HTTPS */
export async function startWorld(
  context: Context,
  rows: readonly ZoneRow[],
  certificate?: ServerCertificate,
): Promise<World> {
  const world = await buildWorld(rows, join(context.folder, 'zones'));
  for (const name of Object.keys(ADDRESSES) as ServerName[]) {
    const zones = world.zones.filter(({ row }) => row.server === name);
    if (zones.length === 0) continue;
    await START[name](context, { addresses: [ADDRESSES[name]], folder: join(context.folder, name), zones });
  }
  const recursion = {
    rootAddress: ADDRESSES.roots,
    anchors: world.anchors,
    ...(certificate !== undefined && { certificate }),
  };
  await startUnbound(context, { ...recursion, address: RESOLVERS.unbound, folder: join(context.folder, 'unbound') });
  await startBindResolver(context, { ...recursion, address: RESOLVERS.bind, folder: join(context.folder, 'bind') });
  return world;
}
