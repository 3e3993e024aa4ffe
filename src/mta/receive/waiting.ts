/** What waits in the queue, for conditions that ask (`atrn_domains`). */
import { isSettled } from '../spool/index.ts';
import type { Session } from './session.ts';

/** Is there a message for one of these domains that waits, and is not frozen? */
export async function waitsFor(session: Session, domains: readonly string[]): Promise<boolean> {
  const wanted = new Set(domains);
  for await (const item of session.shared.ports.spool.list({})) {
    if (item.kind !== 'message' || item.entry.frozenAtMs !== undefined) continue;
    const { recipients, progress } = item.entry;
    const settled = new Set(progress.filter(isSettled).map(({ address }) => address));
    if (recipients.some(({ address }) => !settled.has(address) && wanted.has(domainOf(address)))) return true;
  }
  return false;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
