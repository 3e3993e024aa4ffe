/**
 * Fetching proofs from a responder on loopback, from the command line to the last file, beside as many runs of
 * `openssl ocsp`. Ours verifies each answer, flushes each file and its folder to the disk and dates it; openssl's verifies
 * and writes.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatPem } from '../../src/core/pki/issue.ts';
import { createLabCa, type LabCa } from '../../src/lab/ca/index.ts';
import { createStatusService } from '../../src/lab/web/index.ts';
import { RUN } from './lab-process.ts';
import { pooled } from './measure.ts';
import type { Bench } from './types.ts';

const JOBS = 16;
/** More processes than that gain nothing on the machines at hand. */
const PEER_JOBS = 4;

interface Setting {
  readonly folder: string;
  readonly url: string;
  readonly leaves: readonly string[];
  readonly issuer: string;
}

export const bench: Bench = {
  name: 'ocsp fetch',
  asks: 'proofs a second: asked for, verified, stored',
  async run(quick) {
    const count = quick ? 100 : 500;
    const folder = mkdtempSync(join(tmpdir(), 'mxray-bench-fetch-'));
    const ca = await createLabCa(new Date());
    const service = createStatusService(ca, { slowMs: 0, now: () => new Date() });
    const web = await service.listen();
    try {
      const setting = {
        ...(await makeFiles(ca, folder, count)),
        url: `http://127.0.0.1:${web.port}/ocsp/good`,
        folder,
      };
      await ours(setting, Math.min(count, 50), 'warm'); // code cache and signatures
      const oursMs = await timed(() => ours(setting, count, 'ours'));
      const turnsMs = await timed(() => opensslRuns(setting, count, 1));
      const besideMs = await timed(() => opensslRuns(setting, count, PEER_JOBS));
      const rate = (ms: number): number => (count / ms) * 1000;
      const common = { ours: rate(oursMs), unit: '1/s' };
      return [
        {
          name: `${count} proofs, --jobs ${JOBS}`,
          ...common,
          peer: { name: 'openssl ocsp, one by one', value: rate(turnsMs) },
        },
        {
          name: `${count} proofs, --jobs ${JOBS}`,
          ...common,
          peer: { name: `openssl ocsp, ${PEER_JOBS} at once`, value: rate(besideMs) },
        },
      ];
    } finally {
      await web.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function makeFiles(ca: LabCa, folder: string, count: number): Promise<Pick<Setting, 'leaves' | 'issuer'>> {
  const leaves: string[] = [];
  let issuer = '';
  for (let i = 0; i < count; i += 1) {
    const { chain, issuer: by } = await ca.issue({ keyType: 'p256', names: [`mx${i}.bench.test`] });
    issuer = formatPem('CERTIFICATE', by!.certificate);
    leaves.push(formatPem('CERTIFICATE', chain[0]!));
    writeFileSync(join(folder, `${i}.pem`), leaves[i]!);
  }
  writeFileSync(join(folder, 'issuer.pem'), issuer);
  return { leaves, issuer };
}

function ours({ folder, url, leaves, issuer }: Setting, count: number, name: string): Promise<void> {
  const out = join(folder, name);
  mkdirSync(out);
  const lines = leaves
    .slice(0, count)
    .map((cert, id) => JSON.stringify({ id, cert, issuer, url, out: join(out, `${id}.der`) }));
  const args = [RUN, 'ocsp', 'fetch', '--batch', '-', '--jobs', String(JOBS)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(`${lines.join('\n')}\n`);
  return ended(child).then(() => {
    const stored = readdirSync(out).length;
    if (stored !== count) throw new Error(`${stored} of ${count} proofs were stored`);
  });
}

async function opensslRuns({ folder, url }: Setting, count: number, width: number): Promise<void> {
  const file = (name: string): string => join(folder, name);
  await pooled(
    Array.from({ length: count }, (_, i) => i),
    width,
    (i) => {
      const certificates = ['-issuer', file('issuer.pem'), '-cert', file(`${i}.pem`), '-CAfile', file('issuer.pem')];
      const more = ['-partial_chain', '-no_nonce', '-url', url, '-respout', file(`${i}.openssl.der`)];
      return ended(spawn('openssl', ['ocsp', ...certificates, ...more], { stdio: 'ignore' }));
    },
  );
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => (status === 0 ? resolve() : reject(new Error(`it ended with ${status}`))));
  });
}
