import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../src/base/index.ts';
import { type LmdbSpoolSettings, openSpool, type Spool } from '../../../src/mta/spool/index.ts';
import { contract } from './contract/index.ts';
import { type SpoolWorld, value } from './contract/world.ts';

/** Of each message into the database at once, and with small trays that are there from the beginning. */
const WAYS = {
  lmdb: { trayOctets: 0 },
  'lmdb with trays': { trayOctets: 1024 * 1024, trayAtOnce: true },
};

const world = async (clock: Clock, way: Partial<LmdbSpoolSettings>): Promise<SpoolWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-spool-'));
  const opened: Spool[] = [];
  const mounted: string[] = [];
  const open = async (directory: string): Promise<Spool> => {
    const spool = value(await openSpool({ directory, clock, ...way }));
    opened.push(spool);
    return spool;
  };
  const small = async (octets: number): Promise<Spool> => {
    const directory = join(folder, 'small');
    mkdirSync(directory);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${octets}`, 'none', directory]);
    if (mount.status !== 0) throw new Error(String(mount.stderr));
    mounted.push(directory);
    return await open(directory);
  };
  return {
    open: () => open(folder),
    ...(canMount && { openSmall: small }),
    dispose: async () => {
      for (const spool of opened) await spool.close();
      for (const directory of mounted) spawnSync('umount', [directory]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const canMount = process.getuid?.() === 0;

for (const [name, way] of Object.entries(WAYS)) contract(name, (clock) => world(clock, way));
