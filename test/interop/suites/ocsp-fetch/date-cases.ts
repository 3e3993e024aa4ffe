/** The dates of the file and the rule of when to skip, beside those of the script. */
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../framework/types.ts';
import { scriptDate } from './dates.ts';
import { expect, expectStatus, mustFetch } from './ours.ts';
import type { World } from './types.ts';

const TOLERANCE_MS = 2_000;
/** A run takes a moment, in which the end stays where it is or moves with the answer. */
const SLACK_MS = 3_000;

export async function dateCases(context: Context, { files, folder, urls }: World): Promise<void> {
  const out = join(folder, 'dated.der');
  const { usual: url } = urls;
  const words = (margin: number): string[] => [
    ...['-c', files.cert('good'), '-i', files.ca, '-a', files.ca, '-u', url, '-o', out, '-m', String(margin)],
  ];
  for (const margin of [10, 1, 50])
    await context.test(`margin ${margin}: the file is dated as the script dates it`, async () => {
      const before = await scriptDate({
        cert: files.cert('good'),
        issuer: files.ca,
        ca: files.ca,
        url,
        marginPercent: margin,
      });
      const began = Date.now();
      await mustFetch([...words(margin), '-f']);
      const took = Date.now() - began;
      const { mtimeMs } = statSync(out);
      const off = mtimeMs - before;
      expect(off > -TOLERANCE_MS && off < TOLERANCE_MS + took + SLACK_MS, `it is off by ${off} ms`);
    });
  await context.test('a date in the future: nothing is done, though nobody answers', async () => {
    const before = readFileSync(out);
    await mustFetch(['-c', files.cert('good'), '-i', files.ca, '-a', files.ca, '-u', 'http://127.0.0.1:9/', '-o', out]);
    expect(before.equals(readFileSync(out)), 'the file was changed');
  });
  await context.test('a date in the past: it is fetched', async () => {
    utimesSync(out, new Date(), new Date(Date.now() - 1000));
    await mustFetch(words(10));
    expect(statSync(out).mtimeMs > Date.now(), 'it was not dated anew');
  });
  await context.test(
    'a date in the past, and nobody answers: not 0, the responder named, the file as it was',
    async () => {
      const before = readFileSync(out);
      utimesSync(out, new Date(), new Date(Date.now() - 1000));
      const args = ['-c', files.cert('good'), '-i', files.ca, '-u', 'http://127.0.0.1:9/', '-o', out];
      await expectStatus(3, /http:\/\/127\.0\.0\.1:9\/: the connection was refused/, args);
      expect(before.equals(readFileSync(out)), 'the file was changed');
    },
  );
}
