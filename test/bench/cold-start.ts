/** How long until the first octet of the answer, beside Node doing nothing. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatPem } from '../../src/core/pki/issue.ts';
import { ocspWorld } from '../support/ocsp.ts';
import { RUN, startLabProcess } from './lab-process.ts';
import { inTurns, median } from './measure.ts';
import type { Bench, Figure } from './types.ts';

/** Every start gets the same small environment; only the cache folder changes. */
const start = (args: readonly string[], cache: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, HOME: cache, XDG_CACHE_HOME: cache };
    execFile(process.execPath, [...args], { env }, (error) => (error === null ? resolve() : reject(error)));
  });

export const bench: Bench = {
  name: 'cold start',
  asks: 'a whole process, beside `node -e 0`; first run with an empty code cache, second with the one it left',
  async run(quick) {
    const rounds = quick ? 11 : 41;
    const lab = await startLabProcess(0);
    const folder = await mkdtemp(join(tmpdir(), 'mxray-bench-'));
    try {
      const proof = await proofWords(folder);
      const query = [RUN, 'dns', 'query', 'good.test', 'MX', ...labFlags(lab.env)];
      return [
        ...(await figures('mxray --version', [RUN, '--version'], 1.5, rounds)),
        ...(await figures('mxray dns query', query, 2, rounds)),
        ...(await figures('mxray ocsp verify', [RUN, ...proof], 2, rounds)),
      ];
    } finally {
      await rm(folder, { recursive: true });
      await lab.close();
    }
  },
};

/** A response by a delegate, with its certificate and issuer in one file. */
async function proofWords(folder: string): Promise<string[]> {
  const world = await ocspWorld('p256', new Date());
  const delegate = await world.delegate();
  const [response, chain] = [join(folder, 'proof.der'), join(folder, 'chain.pem')];
  await writeFile(response, await world.respond({ certificates: [delegate.der] }, delegate));
  await writeFile(chain, [world.leaf, world.issuer].map(({ der }) => formatPem('CERTIFICATE', der)).join(''));
  return ['ocsp', 'verify', response, '--cert', chain];
}

function labFlags(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => [
    `--${name
      .replace(/^MXRAY_/, '')
      .toLowerCase()
      .replaceAll('_', '-')}`,
    value,
  ]);
}

async function figures(name: string, args: readonly string[], aim: number, rounds: number): Promise<Figure[]> {
  const warm = await mkdtemp(join(tmpdir(), 'mxray-bench-'));
  try {
    await start(args, warm);
    const second = await inTurns(rounds, { node: () => start(['-e', '0'], warm), ours: () => start(args, warm) });
    const first = await firstRuns(args, Math.ceil(rounds / 2));
    const row = (run: string, ours: number): Figure => ({
      name: `${name}, ${run} run`,
      ours,
      unit: 'ms',
      peer: { name: 'node -e 0', value: second.node },
      aim: { value: aim, better: 'lower' },
    });
    return [row('first', first), row('second', second.ours)];
  } finally {
    await rm(warm, { recursive: true, force: true });
  }
}

/** Each with a cache folder of its own, empty before. */
async function firstRuns(args: readonly string[], rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const cache = await mkdtemp(join(tmpdir(), 'mxray-bench-'));
    const before = performance.now();
    await start(args, cache);
    times.push(performance.now() - before);
    await rm(cache, { recursive: true, force: true });
  }
  return median(times);
}
