/** Flushes that take 5 ms longer, for servers that are given this environment; and how many there were. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('./slow-flush.c', import.meta.url));
const CALLS = ['fsync', 'fdatasync', 'msync', 'sync_file_range'] as const;

export interface SlowFlush {
  readonly env: Readonly<Record<string, string>>;
  /** Flushes since the last time. */
  readonly take: () => string;
}

export class SlowFlushes {
  private readonly folder: string;
  private readonly library: string;

  constructor(folder: string) {
    this.folder = folder;
    this.library = join(folder, 'slow-flush.so');
    execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', this.library, SOURCE, '-ldl']);
    chmodSync(this.library, 0o755);
  }

  /** @param name  of the server whose flushes are counted */
  of(name: string): SlowFlush {
    const file = join(this.folder, `${name}.flushes`);
    writeFileSync(file, Buffer.alloc(8 * CALLS.length));
    chmodSync(file, 0o666); // all of them give up root
    let before = counted(file);
    return {
      env: { LD_PRELOAD: this.library, FLUSH_COUNTS: file },
      take: () => {
        const now = counted(file);
        const told = CALLS.map((call, at) => [call, now[at]! - before[at]!] as const).filter(([, count]) => count > 0);
        before = now;
        return told.length === 0 ? 'none' : told.map(([call, count]) => `${count} ${call}`).join(' + ');
      },
    };
  }
}

function counted(file: string): readonly number[] {
  const octets = readFileSync(file);
  return CALLS.map((_, at) => Number(octets.readBigUInt64LE(8 * at)));
}
