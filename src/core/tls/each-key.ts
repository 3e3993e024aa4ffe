/** Every certificate that a server has at one address: a handshake for each type of key. */
import type { KeyType } from '../net/types.ts';
import type { Probe, ProbeOutcome, ProbeTarget } from './types.ts';

export interface KeyOutcome {
  /** Asked for; `any` where none was, or where it made no difference. */
  readonly keyType: KeyType | 'any';
  readonly outcome: ProbeOutcome;
}

/** The second key type is tried only where the first came as far as TLS: it would not be greeted otherwise. */
const REACHED_TLS: ReadonlySet<ProbeOutcome['kind']> = new Set(['tls', 'no-such-key', 'tls-failed']);

/** @returns at least one; a type that the server has no key of is left out */
export async function probeEachKey(probe: Probe, target: Omit<ProbeTarget, 'keyType'>): Promise<readonly KeyOutcome[]> {
  const ecdsa = await probe({ ...target, keyType: 'ecdsa' });
  if (!REACHED_TLS.has(ecdsa.kind)) return [{ keyType: 'any', outcome: ecdsa }];
  const rsa = await probe({ ...target, keyType: 'rsa' });
  const both: readonly KeyOutcome[] = [
    { keyType: 'ecdsa', outcome: ecdsa },
    { keyType: 'rsa', outcome: rsa },
  ];
  const shown = both.filter(({ outcome }) => outcome.kind !== 'no-such-key');
  // Ed25519, or a handshake that fails whatever is offered
  return shown.length > 0 ? shown : [{ keyType: 'any', outcome: await probe(target) }];
}
