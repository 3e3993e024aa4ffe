/** What can be wrong with a spool, or in it. */
import { getSystemErrorName } from 'node:util';
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

/** Nothing in this process gets any further with the store: it is to end, and another to take over what it had. */
export class StoreTrouble extends Error {}

/** Of the library: what it reads is no database that it has written. */
const DAMAGE: ReadonlyMap<unknown, string> = new Map([
  [-30_797, 'a page that it names is not there'],
  [-30_796, 'a page is of the wrong kind'],
  [-30_795, 'it cannot be written to since an error before'],
  [-30_793, 'it is no database'],
]);

/** @returns a sentence about what was thrown, where no bug of ours but the store is to blame */
export function storeTrouble(thrown: unknown): string | undefined {
  if (thrown instanceof StoreTrouble) return thrown.message;
  const damage = thrown instanceof Error ? DAMAGE.get((thrown as { readonly code?: unknown }).code) : undefined;
  return damage === undefined ? undefined : `the database of the spool (store/data.mdb) is damaged: ${damage}`;
}

/** The system's word for it, sorted. */
export function systemFailure(path: string, act: string, cause: unknown): SpoolError {
  const { message } = cause as Error;
  const code = codeOf(cause);
  if (NO_SPACE.has(code)) return noSpace(path);
  const damage = storeTrouble(cause);
  if (damage !== undefined)
    return spoolError(
      'spool/format',
      `${path}: ${damage}`,
      `put back a copy of ${path}, or move it away to begin with an empty queue`,
    );
  if (code === 'EROFS') return spoolError('spool/read-only', `${path}: the file system is read-only`);
  if (code === 'EACCES' || code === 'EPERM')
    return spoolError('spool/forbidden', `${path}: not permitted to ${act} it`);
  return spoolError('spool/failed', `${path}: cannot ${act} it: ${code === '' ? message : code}`);
}

/** The library has the system's number where the system has a name. */
function codeOf(cause: unknown): string {
  const { code = '' } = cause as { readonly code?: string | number };
  if (typeof code === 'string') return code;
  return code > 0 ? getSystemErrorName(-code) : '';
}

const NO_SPACE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function noSpace(path: string): SpoolError {
  return spoolError(
    'spool/no-space',
    `${path}: no space left for another message`,
    'free some, or move spool_directory',
  );
}
