/** What can be wrong with a spool, or in it. */
import type { Failure, Fault } from '../../base/index.ts';

export type SpoolErrorCode =
  /** The file system is full, or its reserve is reached. Nothing was stored; it may be tried again. */
  | 'spool/no-space'
  /** No message of that id (any more). */
  | 'spool/missing'
  /** A message of that id is there already. */
  | 'spool/exists'
  /** Somebody else is at work on it. */
  | 'spool/claimed'
  /** The lease ran out, and somebody else has it now: what was to be written was not. */
  | 'spool/lost'
  /** A record that does not read; it was set aside, or is about to be. */
  | 'spool/corrupt'
  /** Not ours to open. */
  | 'spool/forbidden'
  /** Opened for reading alone, or on a file system that is. */
  | 'spool/read-only'
  /** Open to others than its owner. */
  | 'spool/permissions'
  /** Written by a newer version, or no spool at all. */
  | 'spool/format'
  | 'spool/failed';

export type SpoolError = Failure<SpoolErrorCode>;

const TEMPORARY: ReadonlySet<SpoolErrorCode> = new Set([
  'spool/no-space',
  'spool/claimed',
  'spool/lost',
  'spool/failed',
]);
const CONFIGURATION: ReadonlySet<SpoolErrorCode> = new Set([
  'spool/forbidden',
  'spool/read-only',
  'spool/permissions',
  'spool/format',
]);

export function spoolError(code: SpoolErrorCode, message: string, hint?: string): SpoolError {
  const fault: Fault = CONFIGURATION.has(code) ? 'configuration' : 'local';
  return { code, message, ...(hint !== undefined && { hint }), fault, temporary: TEMPORARY.has(code) };
}

export const missing = (id: string): SpoolError => spoolError('spool/missing', `no message ${id} in the spool`);

export const lost = (id: string): SpoolError =>
  spoolError('spool/lost', `${id}: the claim on it ran out, and another process has taken it over`);

/** The system's word for it, sorted. */
export function systemFailure(path: string, act: string, cause: unknown): SpoolError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  if (NO_SPACE.has(code)) return noSpace(path);
  if (code === 'EROFS') return spoolError('spool/read-only', `${path}: the file system is read-only`);
  if (code === 'EACCES' || code === 'EPERM')
    return spoolError('spool/forbidden', `${path}: not permitted to ${act} it`);
  return spoolError('spool/failed', `${path}: cannot ${act} it: ${code === '' ? message : code}`);
}

const NO_SPACE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function noSpace(path: string): SpoolError {
  return spoolError(
    'spool/no-space',
    `${path}: no space left for another message`,
    'free some, or move spool_directory',
  );
}
