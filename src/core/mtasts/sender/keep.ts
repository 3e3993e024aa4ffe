/**
 * The policy of a domain as a sender keeps it from one delivery to the next (RFC 8461 §3.3, §5.1).
 *
 * What is kept is a value, wherever the caller has it. A policy counts until its `max_age` is over, whatever the record or
 * the web server say meanwhile: an attacker who takes both away changes nothing. It is fetched again when the record's id
 * is another one, and once a day before it ends; what cannot be fetched is not asked for again for a while.
 */
import type { Clock } from '../../../base/index.ts';
import type { Name } from '../../dns/index.ts';
import { fetchSenderPolicy, findStsId, type PolicyFailure, type SenderPolicy, type SenderPorts } from './find.ts';

export interface KeptPolicy extends SenderPolicy {
  /** Of the record when it was fetched. */
  readonly id: string;
  readonly fetchedAtMs: number;
}

/** JSON-safe. */
export interface KeptSts {
  readonly policy?: KeptPolicy;
  /** The last attempt to fetch one, where it failed. */
  readonly failure?: PolicyFailure & { readonly id: string; readonly atMs: number };
}

export interface StsInForce {
  /** Absent: mail goes as without MTA-STS. */
  readonly policy?: KeptPolicy;
  /** Why there is none, or none that is new. */
  readonly failure?: PolicyFailure;
  /** What is to be kept from now on, where that has changed. */
  readonly keep?: KeptSts;
}

/** As suggested in RFC 8461 §3.3. */
const REFRESH_MS = 24 * 3600 * 1000;
/** "Five minutes or longer per version ID" (§3.3). */
const RETRY_MS = 5 * 60 * 1000;

/**
 * @param kept  what an earlier call gave to keep
 * @param timeoutMs  for fetching, if that is needed; at most a minute
 */
export async function stsInForce(
  domain: Name,
  kept: KeptSts | undefined,
  ports: SenderPorts & { readonly clock: Clock },
  timeoutMs: number,
): Promise<StsInForce> {
  const nowMs = ports.clock.now().getTime();
  const held = kept?.policy !== undefined && nowMs < endOf(kept.policy) ? kept.policy : undefined;
  const record = await findStsId(domain, ports);
  // RFC 8461 §3.3: without a live policy, the one that is kept counts.
  if (record.kind !== 'id') return held === undefined ? {} : { policy: held };
  const { id } = record;
  if (held?.id === id && nowMs - held.fetchedAtMs < REFRESH_MS) return { policy: held };
  const failed = kept?.failure;
  if (failed?.id === id && nowMs - failed.atMs < RETRY_MS)
    return { failure: failed, ...(held !== undefined && { policy: held }) };
  const fetched = await fetchSenderPolicy(domain, ports, timeoutMs);
  if (fetched.ok) {
    const policy = { ...fetched.value, id, fetchedAtMs: nowMs };
    return { policy, keep: { policy } };
  }
  const failure = fetched.error;
  const old = held === undefined ? {} : { policy: held };
  return { ...old, failure, keep: { ...old, failure: { ...failure, id, atMs: nowMs } } };
}

/** Nothing of it counts any more. */
export const endOfKept = ({ policy, failure }: KeptSts): number =>
  Math.max(policy === undefined ? 0 : endOf(policy), failure === undefined ? 0 : failure.atMs + RETRY_MS);

/** It would be fetched again at the next delivery. */
export const isForRefresh = ({ policy }: KeptSts, nowMs: number): boolean =>
  policy !== undefined && nowMs - policy.fetchedAtMs >= REFRESH_MS;

const endOf = ({ fetchedAtMs, maxAgeSeconds }: KeptPolicy): number => fetchedAtMs + maxAgeSeconds * 1000;
