/** What has come of addresses, told as it comes. */
import { createPace } from '../../../base/index.ts';
import { raiseSettled } from '../events.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { logSettled } from './log.ts';

/** The log, and who listens to events. */
export async function tell(round: Round, all: readonly Settled[]): Promise<void> {
  const pace = createPace();
  for (const one of all) {
    const rest = pace();
    if (rest !== undefined) await rest;
    // A failure is told to who listens before it is in the log, all else behind it, as by Exim.
    if (one.status !== 'failed') logSettled(round, one);
    const raised = raiseSettled(round, one);
    if (raised instanceof Promise) await raised;
    if (one.status === 'failed') logSettled(round, one);
  }
}
