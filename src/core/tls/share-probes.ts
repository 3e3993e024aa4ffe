/** Equal probes of one run are one handshake: a batch of domains often has the same hosts. */
import type { Probe, ProbeOutcome, ProbeTarget } from './types.ts';

/** Outcomes remembered; a chain takes a few kilobytes. */
const MAX_KEPT = 10_000;

const shared = new WeakMap<Probe, Probe>();

/**
 * The probe with a memory for as long as it lives: address, port, protocol, name and key type make two probes equal. What
 * failed for want of time is tried again.
 */
export function shareProbes(probe: Probe): Probe {
  const known = shared.get(probe);
  if (known !== undefined) return known;
  const kept = new Map<string, Promise<ProbeOutcome>>();
  const sharing: Probe = (target) => {
    const key = keyOf(target);
    const present = kept.get(key);
    if (present !== undefined) return present;
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    const started = probe(target);
    kept.set(key, started);
    void started.then(({ kind }) => (kind === 'timeout' || kind === 'unreachable' ? kept.delete(key) : false));
    return started;
  };
  shared.set(probe, sharing);
  return sharing;
}

const keyOf = ({ address, port, protocol, serverName, keyType, ehlo, timeoutMs }: ProbeTarget): string =>
  [address, port, protocol, serverName, keyType, ehlo, timeoutMs].join(' ');
