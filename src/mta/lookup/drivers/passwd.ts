/** `passwd`: who the system knows. /etc/passwd is read here; other sources (nsswitch.conf) are asked through getent. */
import { runProgram } from '../../../base/process/index.ts';
import { deferred, isFailure, type Later } from '../../expand/index.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import type { DriverAnswer, LookupDriver, LookupPorts } from '../types.ts';

const PASSWD = '/etc/passwd';
const SWITCH = '/etc/nsswitch.conf';
const GETENT_TIMEOUT_MS = 10_000;
/** getent: the key was not found. */
const GETENT_NOT_FOUND = 2;

const users = createKeptFiles({
  purpose: 'passwd lookup',
  notAFile: (path) => `${path} is not a regular file (passwd lookup)`,
  read: (octets) => {
    const lines = octets.toString('latin1').split('\n');
    return new Map(lines.reverse().map((line) => [line.slice(0, line.indexOf(':')), line]));
  },
});

const sources = createKeptFiles({
  purpose: 'passwd lookup',
  notAFile: (path) => `${path} is not a regular file (passwd lookup)`,
  read: (octets) => /^passwd:(.*)$/m.exec(octets.toString('latin1'))?.[1]?.trim().split(/\s+/) ?? ['files'],
});

/** The password is not for us: a star stands in its place. */
function answerOf(line: string, key: string): DriverAnswer {
  const [name, , uid, gid, gecos, home, shell] = line.replace(/\n.*$/s, '').split(':');
  if (name !== key || shell === undefined) return { kind: 'not-found' };
  return { kind: 'found', text: ['*', uid, gid, gecos, home, shell].join(':') };
}

function hasOtherSources(): boolean {
  const named = sources.get(SWITCH);
  return !isFailure(named) && named.some((source) => source !== 'files' && source !== 'compat');
}

async function askSystem(key: string, { signal }: LookupPorts): Promise<DriverAnswer> {
  const ended = await runProgram({
    command: 'getent',
    args: ['passwd', '--', Buffer.from(key, 'latin1').toString('utf8')],
    timeoutMs: GETENT_TIMEOUT_MS,
    ...(signal !== undefined && { signal }),
  });
  if (ended.kind === 'exit' && ended.status === 0) return answerOf(Buffer.from(ended.output).toString('latin1'), key);
  if (ended.kind === 'exit' && ended.status === GETENT_NOT_FOUND) return { kind: 'not-found' };
  return deferred(ended.kind === 'timeout' ? 'getent took too long' : 'getent could not say who that is');
}

export const passwd: LookupDriver = {
  name: 'passwd',
  style: 'query',
  doc: 'A user of the system: *:uid:gid:gecos:home:shell.',
  find: ({ key }, ports): Later<DriverAnswer> => {
    if (key === '' || /[\0\n:]/.test(key)) return { kind: 'not-found' };
    const local = users.get(PASSWD);
    const line = isFailure(local) ? undefined : local.get(key);
    if (line !== undefined) return answerOf(line, key);
    return hasOtherSources() ? askSystem(key, ports) : { kind: 'not-found' };
  },
};
