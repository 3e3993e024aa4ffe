/** The main log has who changed the queue by hand. */
import { userInfo } from 'node:os';
import { type Clock, type Failure, ok, type Result } from '../../base/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';
import { createLog, type Log, readLogSettings } from '../log/index.ts';
import type { OpenedQueue } from './open.ts';

export function openQueueLog({ configuration, directory }: OpenedQueue, clock: Clock): Result<Log, Failure> {
  const settings = readLogSettings((name) => (name === 'spool_directory' ? directory : optionOf(configuration, name)));
  return settings.ok ? ok(createLog(settings.value, { clock, stderr: () => {} })) : settings;
}

function optionOf(configuration: Configuration | undefined, name: string): boolean | number | string | undefined {
  const value = configuration && mainValue(configuration, name);
  return typeof value === 'object' ? undefined : value;
}

/** Whose name stands behind `frozen by`. */
export function callerName(): string {
  if (process.getuid?.() === 0) return 'root'; // who may be the owner of the spool just now (as-owner.ts)
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`; // a user without an entry
  }
}
