/** Quotas that are counted here and not by the system (Exim spec ch. 26, "quota"). */
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import type { Pattern } from '../../../core/pcre/index.ts';
import { pathOf } from '../local/octets.ts';
import type { Quota } from './task.ts';

/** What is in a mailbox before a message is put there. */
export interface Usage {
  readonly octets: number;
  readonly files: number;
}

/** Undefined: it fits. */
export function excess(quota: Quota, { octets, files }: Usage): 'size' | 'filecount' | undefined {
  if (quota.limit <= 0) return undefined;
  if (octets + (quota.isInclusive ? quota.messageSize : 0) > quota.limit) return 'size';
  if (quota.files > 0 && files + (quota.isInclusive ? 1 : 0) > quota.files) return 'filecount';
  return undefined;
}

/** Has this message taken the mailbox beyond the threshold? */
export const crosses = ({ threshold }: Quota, before: number, written: number): boolean =>
  threshold > 0 && before <= threshold && before + written > threshold;

export const isCounted = ({ limit, threshold }: Quota): boolean => limit > 0 || threshold > 0;

/** Directories in each other that are counted; more is a mistake, or somebody's malice. */
const MAX_DEPTH = 100;

/** Sizes of all files below a directory, by their names where those tell. What cannot be read is nothing. */
export async function directoryUsage(path: string, sizeRegex: Pattern | undefined, depth = 0): Promise<Usage> {
  let octets = 0;
  let files = 0;
  for (const name of depth > MAX_DEPTH ? [] : await namesIn(path)) {
    files += 1;
    const told = sizeRegex === undefined ? undefined : sizeInName(name, sizeRegex);
    const facts = told === undefined ? await factsOf(`${path}/${name}`) : undefined;
    octets += told ?? (facts?.isFile() === true ? facts.size : 0);
    if (facts?.isDirectory() !== true) continue;
    const below = await directoryUsage(`${path}/${name}`, sizeRegex, depth + 1);
    octets += below.octets;
    files += below.files;
  }
  return { octets, files };
}

/** None where it cannot be read. */
export async function namesIn(path: string): Promise<readonly string[]> {
  const names = await readdir(pathOf(path), { encoding: 'buffer' }).catch(() => []);
  return names.map((name) => name.toString('latin1'));
}

export const factsOf = (path: string): Promise<Stats | undefined> => stat(pathOf(path)).catch(() => undefined);

/** The first thing in parentheses, where it is a number. */
function sizeInName(name: string, regex: Pattern): number | undefined {
  const found = regex.exec(name, 0);
  const told = found === undefined || found === 'out-of-time' ? undefined : found.captures[1];
  return told !== undefined && /^\d+$/.test(told) ? Number(told) : undefined;
}
