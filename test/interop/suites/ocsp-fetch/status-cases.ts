/** What openssl's responder says, and what its verifier says of the file that was made of it. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { expect, expectStatus, mustFetch } from './ours.ts';
import type { World } from './types.ts';

export async function statusCases(context: Context, { files, folder, urls }: World): Promise<void> {
  const out = join(folder, 'status.der');
  const words = (name: 'good' | 'revoked' | 'unknown', url: string): string[] => [
    ...['-c', files.cert(name), '-i', files.ca, '-a', files.ca, '-u', url, '-o', out, '-f'],
  ];
  const verified = async (digest = '-sha1'): Promise<string> => {
    const args = [
      'ocsp',
      digest, // of the CertID, for what comes after it
      '-respin',
      out,
      '-issuer',
      files.ca,
      '-cert',
      files.cert('good'),
      '-CAfile',
      files.ca,
      '-no_nonce',
    ];
    const { stdout, stderr } = await run(programs.openssl, args);
    return `${stdout}${stderr}`;
  };
  const isGood = (said: string): boolean => /Response verify OK/.test(said) && /: good$/m.test(said);

  for (const signer of ['usual', 'delegated'] as const)
    for (const way of [['--digest', 'sha256'], ['--method', 'get'], ['--method', 'post'], ['--nonce']])
      await context.test(`${signer} responder, ${way.join(' ')}: good, and openssl agrees`, async () => {
        await mustFetch([...words('good', urls[signer]), ...way]);
        const said = await verified(way[1] === 'sha256' ? '-sha256' : '-sha1');
        expect(isGood(said), `openssl says:\n${said}`);
      });
  await context.test('revoked is status 1, told loudly, and the good file stays', () =>
    expectStatus(1, /THE CERTIFICATE IS REVOKED.*keyCompromise/, words('revoked', urls.usual)),
  );
  await context.test('unknown is status 1', () => expectStatus(1, /does not know/, words('unknown', urls.usual)));
  await context.test('what stays is still what openssl calls good', async () =>
    expect(isGood(await verified()), 'it does not'),
  );
  await context.test('without nextUpdate: stored with a warning', async () => {
    const other = join(folder, 'endless.der');
    await expectStatus(0, /servers will not staple it/, ['-c', files.chain('good'), '-u', urls.endless, '-o', other]);
    expect(existsSync(other), 'no file');
  });
  await context.test(
    'after the end of the signer openssl refuses the proof, and we come again before that',
    async () => {
      await mustFetch(['-c', files.chain('good'), '-u', urls.short, '-o', `${out}.short`, '-f']);
      const { mtimeMs } = statSync(`${out}.short`);
      const late = Math.floor(Date.now() / 1000) + 7 * 3600;
      const { stdout, stderr } = await run(programs.openssl, [
        ...['ocsp', '-respin', `${out}.short`, '-issuer', files.ca, '-cert', files.cert('good'), '-CAfile', files.ca],
        ...['-no_nonce', '-attime', String(late)],
      ]);
      expect(!/Response verify OK/.test(stdout + stderr), `openssl takes it:\n${stdout}${stderr}`);
      expect(
        mtimeMs < Date.now() + 6 * 3_600_000 && mtimeMs > Date.now() + 5 * 3_600_000,
        `it is dated ${new Date(mtimeMs)}`,
      );
    },
  );
}
