/** Groups of the system: /etc/group, and getent for those that stand elsewhere. */
import { readFileSync, statSync } from 'node:fs';
import { runProgram } from '../../base/process/index.ts';
import type { Later } from '../expand/index.ts';

const FILE = '/etc/group';
const GETENT_TIMEOUT_MS = 10_000;

let kept: { readonly stamp: string; readonly groups: ReadonlyMap<string, number> } | undefined;

export function systemGroup(name: string): Later<number | undefined> {
  if (name === '' || /[\0\n:]/.test(name)) return undefined;
  return localGroups().get(name) ?? askSystem(name);
}

/** Read again when the file has changed. */
function localGroups(): ReadonlyMap<string, number> {
  try {
    const { mtimeMs, size, ino } = statSync(FILE);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    if (kept?.stamp !== stamp) kept = { stamp, groups: readGroups(readFileSync(FILE, 'latin1')) };
    return kept.groups;
  } catch {
    return new Map();
  }
}

const readGroups = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .map((line) => line.split(':'))
      .filter(([, , gid]) => gid !== undefined && /^\d+$/.test(gid))
      .reverse() // of two of one name the first counts
      .map(([name = '', , gid]) => [name, Number(gid)]),
  );

async function askSystem(name: string): Promise<number | undefined> {
  const ended = await runProgram({
    command: 'getent',
    args: ['group', '--', Buffer.from(name, 'latin1').toString('utf8')],
    timeoutMs: GETENT_TIMEOUT_MS,
  });
  if (ended.kind !== 'exit' || ended.status !== 0) return undefined;
  const gid = ended.output.split(':')[2];
  return gid === undefined ? undefined : Number(gid);
}
