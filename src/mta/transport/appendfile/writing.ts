/** The message written, and what is said where that fails (Exim spec ch. 26 "Operational details for appending"). */
import type { FileHandle } from 'node:fs/promises';
import { ERRNO } from '../../retry/index.ts';
import { ContentTrouble, type Trouble } from '../content/trouble.ts';
import { Halt, halt } from '../local/halt.ts';
import { codeOf, deferred, errnoOf } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';
import { excess, type Usage } from './quota.ts';
import type { AppendfileTask } from './task.ts';

export interface Writing {
  readonly task: AppendfileTask;
  readonly file: FileHandle;
  /** Of the file, as sentences have it. */
  readonly name: string;
  readonly usage: Usage;
  /** Named pipes are not flushed to a disk. */
  readonly isFifo?: boolean;
  /** For how long nobody has read it, which retry rules for quotas look at. */
  readonly unreadSeconds: () => Promise<number>;
}

/** @returns octets written, on the disk; halts where it fails: what has been written is the caller's to take back */
export async function writeMessage(writing: Writing, content: AsyncIterable<Uint8Array>): Promise<number> {
  const { task, file, isFifo = false } = writing;
  await judgeQuota(writing);
  try {
    const octets = await writeAll(file, around(task, content));
    if (!isFifo) await file.sync();
    return octets;
  } catch (thrown) {
    return halt(await failureOf(thrown, writing));
  }
}

async function judgeQuota({ task, usage, name, unreadSeconds }: Writing): Promise<void> {
  const exceeded = excess(task.quota, usage);
  if (exceeded === undefined) return;
  const which = exceeded === 'filecount' ? ' filecount' : '';
  halt(
    deferred(`mailbox is full (MTA-imposed${which} quota exceeded while writing to ${name})`, {
      errno: ERRNO.quota,
      moreErrno: await unreadSeconds(),
      userText: 'mailbox is full',
    }),
  );
}

async function* around(
  { prefix, suffix }: AppendfileTask,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let before: Buffer | undefined = prefix === '' ? undefined : Buffer.from(prefix, 'latin1');
  for await (const part of content) {
    yield before === undefined ? part : Buffer.concat([before, part]);
    before = undefined;
  }
  if (before !== undefined) yield before;
  if (suffix !== '') yield Buffer.from(suffix, 'latin1');
}

export async function writeAll(file: FileHandle, parts: AsyncIterable<Uint8Array>): Promise<number> {
  let octets = 0;
  for await (const part of parts) {
    for (let at = 0; at < part.length; ) at += (await file.write(part, at, part.length - at)).bytesWritten;
    octets += part.length;
  }
  return octets;
}

/** What it was that writing ended with. */
export async function failureOf(thrown: unknown, writing: Writing): Promise<LocalOutcome> {
  if (thrown instanceof Halt) return thrown.outcome;
  const { name } = writing;
  if (thrown instanceof ContentTrouble) return troubleWhileWriting(thrown.trouble, name);
  const errno = errnoOf(thrown);
  const isFull = ['EDQUOT', 'ENOSPC'].includes(codeOf(thrown) ?? '');
  const more = { errno, ...(isFull && { moreErrno: await writing.unreadSeconds() }) };
  return codeOf(thrown) === 'EDQUOT'
    ? deferred('mailbox is full', more)
    : deferred(`error while writing to ${name}`, more);
}

const NOT_STARTED = 127;
const TIMED_OUT = 110;
const BROKEN_PIPE = 32;

function troubleWhileWriting(trouble: Trouble, name: string): LocalOutcome {
  switch (trouble.kind) {
    case 'filter': {
      const { status } = trouble;
      const why = status === NOT_STARTED ? ': unable to execute command' : '';
      return deferred(`transport filter process failed (${status}) while writing to ${name}${why}`, {
        errno: ERRNO.filterFailed,
        moreErrno: status,
        panic: true,
      });
    }
    case 'filter-timeout':
      return deferred(`error while writing to ${name}`, { errno: TIMED_OUT });
    case 'filter-deaf':
      return deferred(`error while writing to ${name}`, { errno: BROKEN_PIPE });
    case 'header':
      return deferred(`failed to expand headers_add or headers_remove while writing to ${name}: ${trouble.message}`, {
        errno: ERRNO.headersFailed,
        panic: true,
      });
    case 'body':
      return deferred(`error while writing to ${name}: ${trouble.message}`);
  }
}
