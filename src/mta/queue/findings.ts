/** What commands of the queue have to say. */
import { type Finding, type FindingDef, type FindingParts, findingRows, say } from '../../base/index.ts';

const row = findingRows('queue');

const ROWS = {
  missing: row(
    'missing',
    'error',
    'There is no such message in the queue',
    'No message of that id is in the spool: it was delivered, removed, or never there; or the spool is that of another configuration (`-C`).',
    [],
    'see mxray queue list',
  ),
  claimed: row(
    'claimed',
    'unknown',
    'Another process is at work on the message',
    'A message is changed by one process at a time. A delivery that is under way holds it until it ends; when a process dies, what it held is free at once.',
    [],
    'try again when the delivery has ended',
  ),
  unreadable: row(
    'unreadable',
    'error',
    'A message cannot be read',
    'Its record is not what was written: damaged by the disk, or by another program. It is set aside as it is when somebody would work on it, and the others go on.',
    [],
  ),
  unchanged: row(
    'unchanged',
    'info',
    'There was nothing to change',
    'The message was frozen already, or was not frozen when it should have been thawed.',
    [],
  ),
  changed: row('changed', 'ok', 'Done', 'The message was changed, and the change is on the disk.', []),
  delivered: row(
    'delivered',
    'ok',
    'Nothing is left to do for the message',
    'Each recipient has it, or its sender was told why not; it is not in the queue any more.',
    [],
  ),
  waits: row(
    'waits',
    'warn',
    'The message still waits',
    'It was tried, and for some recipients it could not be delivered yet: they are tried again by the retry rules.',
    [],
    'mxray queue why tells the whole story of it',
  ),
  'still-frozen': row(
    'still-frozen',
    'warn',
    'The message is frozen',
    'Nothing is tried for a frozen message; one that was thawed for this try is frozen again where it could not be delivered.',
    [],
    'mxray queue why says why, mxray queue thaw ends it',
  ),
  unlogged: row(
    'unlogged',
    'warn',
    'The log could not be written',
    'The change was made, and the main log does not say so: its file cannot be opened or written.',
    [],
  ),
  failed: row(
    'failed',
    'error',
    'The spool could not be changed',
    'The file system is full, read-only, or failed. Nothing of the change was done.',
    [],
  ),
} as const;

export type QueueFindingName = keyof typeof ROWS;

export const queueFindings: readonly FindingDef[] = Object.values(ROWS);

export const sayQueue = (name: QueueFindingName, parts: FindingParts = {}): Finding => say(ROWS[name], parts);
