/** Debian's readers of logs over both logs of the same traffic: eximstats has the same figures, exigrep finds the same. */
import { deepEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { theirFigures } from '../log/figures.ts';
import { steadyLines } from './heard.ts';

const SEARCHES: readonly string[] = ['a@b\\.example', 'rejected', 'P=esmtp', 'c@d', '10\\.1\\.2\\.3'];

export interface Logs {
  readonly ours: string;
  readonly exim: string;
}

export async function compareReaders(logs: Logs, { folder, test }: Context): Promise<void> {
  const files = { ours: join(folder, 'mainlog-ours'), exim: join(folder, 'mainlog-exim') };
  writeFileSync(files.ours, logs.ours, 'latin1');
  writeFileSync(files.exim, logs.exim, 'latin1');
  const read = (program: string, words: readonly string[], file: string): Promise<string> =>
    mustRun(programs.perl, [join(programs.exim, '..', program), ...words, file]);
  await test('eximstats has the same figures of both logs', async () => {
    const words = ['-byhost', '-byemail', '-byedomain'];
    const [ours, exim] = [await read('eximstats', words, files.ours), await read('eximstats', words, files.exim)];
    deepEqual(theirFigures(ours), theirFigures(exim));
  });
  for (const pattern of SEARCHES)
    await test(`exigrep ${pattern} finds the same in both logs`, async () => {
      const words = ['--no-pager', pattern];
      const found = async (file: string): Promise<readonly string[]> =>
        [...steadyLines(await read('exigrep', words, file))].sort();
      deepEqual(await found(files.ours), await found(files.exim));
    });
}
