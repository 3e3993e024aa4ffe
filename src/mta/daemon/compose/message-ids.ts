/** Ids of new messages: one generator for a process, however often its configuration is read again. */
import { systemClock } from '../../../base/index.ts';
import { type Configuration, mainValue } from '../../config/index.ts';
import { createMessageIds, MAX_HOST_NUMBER, type MessageIds } from '../../message-id/index.ts';
import { pathOf } from '../paths.ts';

/** By shape and `localhost_number`. A reload goes on with them, or two would give the same. */
const generators = new Map<string, MessageIds>();

/** @param newestId  of the spool: whatever comes is later, should the clock have been put back */
export function messageIds(configuration: Configuration, newestId: string | undefined): MessageIds {
  const shape = mainValue(configuration, 'message_id_format') === 'long' ? 'long' : 'short';
  const hostNumber = pathOf(configuration, 'localhost_number') ?? '';
  const key = `${shape} ${hostNumber}`;
  const ids =
    generators.get(key) ??
    createMessageIds({
      clock: systemClock,
      pid: process.pid,
      shape,
      ...(/^\d+$/.test(hostNumber) && { hostNumber: Math.min(MAX_HOST_NUMBER, Number(hostNumber)) }),
      ...(newestId !== undefined && { after: newestId }),
    });
  generators.set(key, ids);
  return ids;
}
