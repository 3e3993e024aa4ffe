/** Every certificate that a server has at one address: a handshake for each type of key. */
import type { KeyType } from '../net/types.ts';
import type { Probe, ProbeOutcome, ProbeTarget } from './types.ts';

/** Asked for; `any` where none was, or where it made no difference. */
export type AskedKey = KeyType | 'any';

export interface KeyOutcome {
  readonly keyType: AskedKey;
  readonly outcome: ProbeOutcome;
}

/** @returns at least one; a type that the server has no key of is left out */
export function probeEachKey(probe: Probe, target: Omit<ProbeTarget, 'keyType'>): Promise<readonly KeyOutcome[]> {
  return lookAtEachKey(
    async (keyType) => ({ keyType, outcome: await probe(keyType === 'any' ? target : { ...target, keyType }) }),
    ({ outcome }) => outcome.kind,
  );
}

/** The second key type is tried only where the first came as far as TLS: it would not be greeted otherwise. */
const REACHED_TLS: ReadonlySet<ProbeOutcome['kind']> = new Set(['tls', 'no-such-key', 'tls-failed']);

/** The order of looks, for those who make more of one than its outcome; `keyType` is put right in the results. */
export async function lookAtEachKey<Seen extends { readonly keyType: AskedKey }>(
  look: (keyType: AskedKey) => Promise<Seen>,
  kindOf: (seen: Seen) => ProbeOutcome['kind'],
): Promise<readonly Seen[]> {
  const ecdsa = await look('ecdsa');
  if (!REACHED_TLS.has(kindOf(ecdsa))) return [{ ...ecdsa, keyType: 'any' }];
  const rsa = await look('rsa');
  const shown = [ecdsa, rsa].filter((seen) => kindOf(seen) !== 'no-such-key');
  // Ed25519, or a handshake that fails whatever is offered
  return shown.length > 0 ? shown : [await look('any')];
}
