/**
 * Users and groups that stand elsewhere than in /etc (LDAP, sssd, winbind), as nsswitch.conf says: getent is asked, without a
 * shell. Answers are kept for a while, also that there is none, so that a directory that hangs does not hold us up again and again.
 */
import { readFileSync } from 'node:fs';
import { outputAtOnce } from '../../base/process/index.ts';

export type NameDatabase = 'passwd' | 'group';

const SWITCH = '/etc/nsswitch.conf';
const TIMEOUT_MS = 3_000;
const KEPT_MS = 60_000;
const MOST_KEPT = 1000;

/** What stands in brackets says what to do with an answer. */
const OF_THIS_HOST = /^(?:files|compat|systemd|\[.*)$/;

/** Do users, or groups, stand in other places than files of this host? */
export const hasOtherSources = (database: NameDatabase): boolean => sourcesOf(database, readSwitch()).some(isElsewhere);

/** Its words, in order; a database that is not named is one of files. */
export function sourcesOf(database: NameDatabase, text: string): readonly string[] {
  const written = new RegExp(`^[ \\t]*${database}:(.*)$`, 'm').exec(text)?.[1] ?? '';
  const [sources = ''] = written.split('#', 1);
  return sources.match(/\[[^\]]*\]|\S+/g) ?? [];
}

export const isElsewhere = (source: string): boolean => !OF_THIS_HOST.test(source);

interface Kept {
  readonly line: string | undefined;
  readonly untilMs: number;
}

const kept = new Map<string, Kept>();

/**
 * @param key  a name or a number
 * @returns the line of the database; undefined: there is none, or nobody could say
 */
export function askNameService(database: NameDatabase, key: string): string | undefined {
  if (key === '' || /[\0\n:]/.test(key) || !hasOtherSources(database)) return undefined;
  const question = `${database} ${key}`;
  const known = kept.get(question);
  const nowMs = performance.now();
  if (known !== undefined && known.untilMs > nowMs) return known.line;
  const output = outputAtOnce({ command: 'getent', args: [database, '--', key], timeoutMs: TIMEOUT_MS });
  const line = output?.split('\n', 1)[0];
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(question, { line, untilMs: performance.now() + KEPT_MS });
  return line;
}

function readSwitch(): string {
  try {
    return readFileSync(SWITCH, 'latin1');
  } catch {
    return '';
  }
}
