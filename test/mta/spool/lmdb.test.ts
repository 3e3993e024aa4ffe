import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool, type Spool } from '../../../src/mta/spool/index.ts';
import { contract } from './contract/index.ts';
import { value } from './contract/world.ts';

contract('lmdb', async (clock) => {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-spool-'));
  const opened: Spool[] = [];
  const mounted: string[] = [];
  const open = async (directory: string): Promise<Spool> => {
    const spool = value(await openSpool({ directory, clock }));
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
});

const canMount = process.getuid?.() === 0;
