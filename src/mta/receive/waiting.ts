/** What waits in the queue, for conditions that ask (`atrn_domains`). */
import { isSettled, type QueueOutline } from '../spool/index.ts';
import type { Session } from './session.ts';

/** Is there a message for one of these domains that waits, and is not frozen? */
export async function waitsFor(session: Session, domains: readonly string[]): Promise<boolean> {
  const wanted = new Set(domains);
  for await (const items of session.shared.ports.spool.outlines({ settledOnly: true }))
    if (items.some((item) => item.kind === 'message' && isWaiting(item.entry, wanted))) return true;
  return false;
}

function isWaiting({ frozenAtMs, recipients, progress }: QueueOutline, wanted: ReadonlySet<string>): boolean {
  if (frozenAtMs !== undefined) return false;
  const settled = new Set(progress.filter(isSettled).map(({ address }) => address));
  return recipients.some(({ address }) => !settled.has(address) && wanted.has(domainOf(address)));
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
