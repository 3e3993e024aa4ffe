/** `ocsp fetch` as it is called from a crontab. */
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type CommandOptions, type Ran, run } from '../../framework/command.ts';
import { MXRAY } from '../dane/ours.ts';

export const fetch = (args: readonly string[], options: CommandOptions = {}): Promise<Ran> =>
  run(process.execPath, [MXRAY, 'ocsp', 'fetch', '--retries', '0', ...args], options);

export async function mustFetch(args: readonly string[], options?: CommandOptions): Promise<Ran> {
  const ran = await fetch(args, options);
  if (ran.status !== 0) throw new Error(`status ${ran.status}:\n${ran.stdout}${ran.stderr}`);
  return ran;
}

export async function expectStatus(
  status: number,
  says: RegExp,
  args: readonly string[],
  options?: CommandOptions,
): Promise<void> {
  const ran = await fetch(args, options);
  const said = ran.stdout + ran.stderr;
  if (ran.status !== status) throw new Error(`status ${ran.status} instead of ${status}:\n${said}`);
  if (!says.test(said)) throw new Error(`it does not say ${says}:\n${said}`);
  if (/\n\s+at \S+|a bug in mxray/.test(said)) throw new Error(`innards:\n${said}`);
}

/** Temporary files and locks beside a proof. */
export function leftovers(file: string): readonly string[] {
  return readdirSync(dirname(file)).filter((name) => name.startsWith(`.${basename(file)}.`));
}

export function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}
