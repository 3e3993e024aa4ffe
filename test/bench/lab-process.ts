/** A lab in a process of its own, so that its work is not counted as ours. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConnectMap, createConnectMap, parseConnectFile } from '../../src/core/net/index.ts';

export const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface LabProcess {
  /** MXRAY_… settings for commands. */
  readonly env: Readonly<Record<string, string>>;
  readonly connectMap: ConnectMap;
  /** Zone-file text. */
  readonly trustAnchor: string;
  close(): Promise<void>;
}

export async function startLabProcess(domains: number): Promise<LabProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'mxray-bench-lab-'));
  const child = spawn(process.execPath, [RUN, 'lab', 'up', '--domains', String(domains), '--lab-dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await ready(child);
  const env = {
    MXRAY_RESOLVER: '192.0.2.53:53',
    MXRAY_CONNECT_FILE: join(folder, 'connect.map'),
    MXRAY_TRUST_ANCHOR: join(folder, 'trust-anchor'),
    MXRAY_CA_FILE: join(folder, 'ca.pem'),
  };
  const rows = parseConnectFile(readFileSync(env.MXRAY_CONNECT_FILE, 'utf8'), 'connect.map');
  if (!rows.ok) throw new Error(rows.error.message);
  return {
    env,
    connectMap: createConnectMap(rows.value),
    trustAnchor: readFileSync(env.MXRAY_TRUST_ANCHOR, 'utf8'),
    async close() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess): Promise<void> {
  for await (const chunk of child.stdout!) {
    if (String(chunk).includes('The lab is up')) return;
  }
  throw new Error('the lab did not come up');
}

export const bulkName = (i: number): string => `bulk${String(i + 1).padStart(4, '0')}.bulk.test`;
