/** Whole sites: every word that exim -bt and -bv print for their addresses, on both outputs, and their statuses. */
import { join } from 'node:path';
import { run as runProgram } from '../../../framework/command.ts';
import { concurrently } from '../../../framework/concurrently.ts';
import type { Context } from '../../../framework/types.ts';
import { programs } from '../../../peers/programs.ts';
import type { RouteConfiguration } from '../configurations.ts';
import { inOrder } from '../order.ts';
import { knownDifference } from './differences.ts';

const PROGRAM = join(import.meta.dirname, '../../../../../bin/run.js');
/** Addresses of one call. */
const AT_ONCE = 40;

export async function compareSite(context: Context, site: RouteConfiguration, file: string): Promise<void> {
  for (const mode of ['-bt', '-bv']) {
    const { length } = site.addresses;
    await context.test(`${site.name}: what exim ${mode} says of ${length} addresses, on both outputs`, async () => {
      const calls = Array.from({ length: Math.ceil(length / AT_ONCE) }, (_, at) =>
        site.addresses.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
      );
      const differing = (await concurrently(2, calls, (some) => differingOf(file, mode, some))).flat();
      const known = differing.map((each) => knownDifference(site.name, each));
      for (const reason of new Set(known))
        if (reason !== undefined) context.note(`${known.filter((each) => each === reason).length} × ${reason}`);
      context.note(`${site.name} ${mode}: ${length - differing.length} of ${length} alike`);
      const open = differing.filter((_, at) => known[at] === undefined);
      if (open.length > 0) throw new Error(`${open.length} without a reason:\n${open.map(shown).join('\n')}`);
    });
  }
}

export interface Difference {
  readonly mode: string;
  readonly address: string;
  readonly theirs: string;
  readonly ours: string;
}

/** Several at once, halved and halved again where that is not alike. */
export async function differingOf(file: string, mode: string, some: readonly string[]): Promise<readonly Difference[]> {
  const [theirs, ours] = await bothSay(file, mode, some);
  if (theirs === ours) return [];
  if (some.length > 1) {
    const middle = Math.ceil(some.length / 2);
    const halves = [some.slice(0, middle), some.slice(middle)];
    const found: Difference[] = [];
    for (const half of halves) found.push(...(await differingOf(file, mode, half)));
    if (found.length > 0) return found;
  }
  return [{ mode, address: some.join(' '), theirs, ours }];
}

const bothSay = async (file: string, mode: string, words: readonly string[]): Promise<readonly [string, string]> => [
  await saidBy(programs.exim, ['-C', file, mode, ...words]),
  await saidBy(process.execPath, [PROGRAM, 'exim', '-C', file, mode, ...words]),
];

async function saidBy(program: string, words: readonly string[]): Promise<string> {
  const { stdout, stderr, status } = await runProgram(program, words);
  return `${inOrder(stdout)}${stderr.replace(STAMP, '')}status ${status}`;
}

const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? /gm;

const shown = ({ address, theirs, ours }: Difference): string =>
  `  ${address}\n    exim ${JSON.stringify(theirs.slice(0, 900))}\n    ours ${JSON.stringify(ours.slice(0, 900))}`;
