/** Claims as long as attempts last: renewed all together, since a timer for each message is more than it costs otherwise. */
import type { Claim } from '../spool/index.ts';

/** Long enough for a slow next hop. */
export const LEASE_MS = 10 * 60_000;

const held = new Set<Claim>();
let renewing: NodeJS.Timeout | undefined;

/** @returns what ends its renewal */
export function holdClaim(claim: Claim): () => void {
  held.add(claim);
  renewing ??= setInterval(renewAll, LEASE_MS / 3).unref();
  return () => void held.delete(claim);
}

function renewAll(): void {
  for (const claim of held) void claim.renew(LEASE_MS);
  if (held.size > 0) return;
  clearInterval(renewing);
  renewing = undefined;
}
