/** Name servers that serve zone files as they are: named, knotd and nsd, each on an address of its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import type { ServedZone } from '../world/types.ts';
import { programs } from './programs.ts';

export interface NameServer {
  readonly addresses: readonly string[];
  /** For its configuration and state; made here. */
  readonly folder: string;
  readonly zones: readonly ServedZone[];
}

export async function startNamed(context: Context, server: NameServer): Promise<void> {
  const zones = server.zones.map(({ name, file }) => `zone "${name || '.'}" { type primary; file "${file}"; };`);
  const file = configure(
    server,
    `options {
  directory "${server.folder}";
  listen-on port 53 { ${server.addresses.map((address) => `${address}; `).join('')}};
  listen-on-v6 { none; };
  pid-file none; session-keyfile none;
  recursion no; dnssec-validation no; allow-query { any; }; notify no; check-names primary ignore;
  max-zone-ttl unlimited; rrset-order { order none; };
};
controls { };
${zones.join('\n')}
`,
  );
  await startServer(context, server, programs.named, ['-g', '-n', '1', '-c', file]);
}

export async function startKnot(context: Context, server: NameServer): Promise<void> {
  const zones = server.zones.map(({ name, file }) => `  - domain: ${name || '.'}\n    file: ${file}\n`);
  const file = configure(
    server,
    `server:
    rundir: ${server.folder}
    listen: [ ${server.addresses.map((address) => `${address}@53`).join(', ')} ]
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: ${server.folder}
log:
  - target: stderr
    any: warning
template:
  - id: default
    storage: ${server.folder}
    semantic-checks: off
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
zone:
${zones.join('')}`,
  );
  await startServer(context, server, programs.knotd, ['-c', file]);
}

export async function startNsd(context: Context, server: NameServer): Promise<void> {
  const zones = server.zones.map(({ name, file }) => `zone:\n  name: "${name || '.'}"\n  zonefile: "${file}"\n`);
  const file = configure(
    server,
    `server:
${server.addresses.map((address) => `  ip-address: ${address}@53\n`).join('')}  zonesdir: "${server.folder}"
  username: ""
  pidfile: ""
  database: ""
  xfrdfile: ""
  zonelistfile: "${server.folder}/zone.list"
  xfrdir: "${server.folder}"
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
${zones.join('')}`,
  );
  await startServer(context, server, programs.nsd, ['-d', '-c', file]);
}

function configure({ folder }: NameServer, text: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'server.conf');
  writeFileSync(file, text);
  return file;
}

async function startServer(
  context: Context,
  { addresses, folder }: NameServer,
  command: string,
  args: readonly string[],
): Promise<void> {
  const ready = (): Promise<boolean> => answersTcp(addresses[0]!, 53);
  await startDaemon(context, { command, args, logFile: join(folder, 'log'), ready });
}
