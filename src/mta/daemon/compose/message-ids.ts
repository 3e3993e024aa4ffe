/** Ids of new messages: one generator for a process, however often its configuration is read again. */
import { systemClock } from '../../../base/index.ts';
import { createMessageIds, MAX_HOST_NUMBER, type MessageIds } from '../../message-id/index.ts';

/** By `localhost_number`. A reload goes on with them, or two would give the same. */
const generators = new Map<string, MessageIds>();

/**
 * @param hostNumber  `localhost_number`, empty where there is none
 * @param newestId  of the spool: whatever comes is later, should the clock have been put back
 */
export function messageIds(hostNumber: string, newestId: string | undefined): MessageIds {
  const ids =
    generators.get(hostNumber) ??
    createMessageIds({
      clock: systemClock,
      pid: process.pid,
      ...(/^\d+$/.test(hostNumber) && { hostNumber: Math.min(MAX_HOST_NUMBER, Number(hostNumber)) }),
      ...(newestId !== undefined && { after: newestId }),
    });
  generators.set(hostNumber, ids);
  return ids;
}
