/** Users and groups of this host: getent says which there are, whatever they are kept in. */
import { runProgram } from '../../base/process/index.ts';
import type { NamedAccount } from './check/index.ts';

const TIMEOUT_MS = 10_000;
const MAX_NAMES = 200;

/** Those that are not there; none where nobody can say. */
export async function missingAccounts(accounts: readonly NamedAccount[]): Promise<readonly NamedAccount[]> {
  const [users, groups] = await Promise.all([known('passwd', 'user', accounts), known('group', 'group', accounts)]);
  return accounts.filter(({ kind, name }) => (kind === 'user' ? users : groups)?.has(name) === false);
}

async function known(database: string, kind: NamedAccount['kind'], accounts: readonly NamedAccount[]) {
  const names = [...new Set(accounts.filter((each) => each.kind === kind).map(({ name }) => name))];
  if (names.length === 0 || names.length > MAX_NAMES) return undefined;
  const ended = await runProgram({
    command: 'getent',
    args: [database, '--', ...names.map((name) => Buffer.from(name, 'latin1').toString('utf8'))],
    timeoutMs: TIMEOUT_MS,
  });
  // 2: one of the names was not found.
  if (ended.kind !== 'exit' || (ended.status !== 0 && ended.status !== 2)) return undefined;
  const lines = Buffer.from(ended.output).toString('latin1').split('\n');
  return new Set(lines.map((line) => line.slice(0, line.indexOf(':'))));
}
