/** flock(2) on a file that is open here: the lock belongs to what was opened, which a child shares. Node has no call of its own. */
import { spawn } from 'node:child_process';
import { nothingElse } from './descriptors.ts';

export interface FlockSpec {
  readonly descriptor: number;
  readonly shared: boolean;
  /** So long it is waited for; 0: only if it is free. */
  readonly waitSeconds: number;
}

/** `locked` lasts until the descriptor is closed; `failed`: there is no program of that name, or no such locks. */
export function flock({ descriptor, shared, waitSeconds }: FlockSpec): Promise<'locked' | 'held' | 'failed'> {
  const wait = waitSeconds > 0 ? ['-w', String(waitSeconds)] : ['-n'];
  const child = spawn('flock', [shared ? '-s' : '-x', ...wait, '3'], {
    stdio: nothingElse(['ignore', 'ignore', 'ignore', descriptor]),
    env: { PATH: '/usr/bin:/bin' },
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve('failed'));
    child.once('exit', (status) => resolve(status === 0 ? 'locked' : status === 1 ? 'held' : 'failed'));
  });
}
