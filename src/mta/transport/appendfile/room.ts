/** Is there room in a mailbox? Its quota is judged as for a delivery; nothing is made, and nothing is written. */
import { ERRNO } from '../../retry/index.ts';
import { deferred, delivered } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';
import { countedFolder, maildirUsageNow } from './maildir-size.ts';
import { usageOf } from './new-file.ts';
import { excess, factsOf, type Usage } from './quota.ts';
import type { AppendfileTask } from './task.ts';

/** Done as the mailbox's user. */
export async function performRoom(task: AppendfileTask): Promise<LocalOutcome> {
  return excess(task.quota, await usageNow(task)) === undefined
    ? delivered()
    : deferred('mailbox is full', { errno: ERRNO.quota });
}

const EMPTY: Usage = { octets: 0, files: 0 };

/** What is missing is empty. */
async function usageNow(task: AppendfileTask): Promise<Usage> {
  const { format, path, quota } = task;
  if (format === 'mbox' || format === 'mbx')
    return { octets: quota.mailboxSize ?? (await factsOf(path))?.size ?? 0, files: 0 };
  if (format !== 'maildir') return await usageOf(task, quota.directory ?? path);
  const counted = await countedFolder(task);
  if (!task.maildir.usesSizeFile) return await usageOf(task, counted);
  const usage = await maildirUsageNow(task, counted);
  return usage === 'uncounted' ? EMPTY : usage;
}
