/** Runs that are killed at any moment, and runs that meet. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../../src/base/index.ts';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { createLabCa } from '../../../../src/lab/ca/index.ts';
import { createStatusService } from '../../../../src/lab/web/index.ts';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { MXRAY } from '../dane/ours.ts';
import { expect, leftovers, mustFetch } from './ours.ts';
import type { World } from './types.ts';

export async function killCases(context: Context, { folder }: World): Promise<void> {
  const { words, out, certificate, issuer } = await subject(context, folder);
  const isGood = async (): Promise<boolean> => {
    const certificates = ['-issuer', issuer, '-cert', certificate, '-CAfile', issuer, '-partial_chain'];
    const { stdout, stderr } = await run(programs.openssl, ['ocsp', '-respin', out, ...certificates, '-no_nonce']);
    return /Response verify OK/.test(stdout + stderr);
  };
  const first = await mustFetch(words);
  const [count, random] = [context.full ? 100 : 6, seededRandom(2026)];
  await context.test(
    `killed at ${count} moments: the proof is whole each time, and the next run cleans up`,
    async () => {
      const interrupted = { leftBehind: 0, replaced: 0 };
      for (let i = 0; i < count; i += 1) {
        const before = readFileSync(out);
        // Towards the end of a run, where it writes.
        await killAfter(words, first.milliseconds * 0.4 + random.below(Math.ceil(first.milliseconds * 0.8)));
        expect(await isGood(), `after ${i + 1} the file is no proof`);
        if (leftovers(out).length > 0) interrupted.leftBehind += 1;
        if (!before.equals(readFileSync(out))) interrupted.replaced += 1;
      }
      await mustFetch(words);
      expect(leftovers(out).length === 0, `left behind: ${leftovers(out)}`);
      context.note(
        `of ${count} killed runs ${interrupted.leftBehind} left a lock or a temporary file, ${interrupted.replaced} had replaced the proof`,
      );
    },
  );
  const meeting = context.full ? 12 : 4;
  await context.test(`${meeting} runs at once take turns, all with status 0`, async () => {
    const met = await Promise.allSettled(Array.from({ length: meeting }, () => mustFetch(words)));
    for (const one of met) if (one.status === 'rejected') throw one.reason;
    expect(leftovers(out).length === 0, `left behind: ${leftovers(out)}`);
    expect(await isGood(), 'the file is no proof');
  });
}

/** From the lab's responder: openssl's spins for ever on a connection that is killed before its request. */
async function subject(context: Context, folder: string) {
  const ca = await createLabCa(new Date());
  const web = await createStatusService(ca, { slowMs: 0, now: () => new Date() }).listen();
  context.atEnd(() => web.close());
  const { chain, issuer } = await ca.issue({ keyType: 'p256', names: ['killed.test'] });
  const file = (name: string, der: Uint8Array): string => {
    writeFileSync(join(folder, name), formatPem('CERTIFICATE', der));
    return join(folder, name);
  };
  const files = { certificate: file('killed.pem', chain[0]!), issuer: file('killed-by.pem', issuer!.certificate) };
  const out = join(folder, 'killed.der');
  const url = `http://127.0.0.1:${web.port}/ocsp/good`;
  return { ...files, out, words: ['-c', files.certificate, '-i', files.issuer, '-u', url, '-o', out, '-f'] };
}

function killAfter(words: readonly string[], ms: number): Promise<void> {
  const child = spawn(process.execPath, [MXRAY, 'ocsp', 'fetch', ...words], { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
