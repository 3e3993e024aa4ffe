/** A DNSKEY response, held against what vouches for the zone. */
import type { Clock } from '../../../base/index.ts';
import type { TrustAnchor } from '../dnssec/anchors.ts';
import { notAZone } from '../dnssec/findings/bogus.ts';
import { because } from '../dnssec/findings/define.ts';
import { createBudget, type Limits } from '../dnssec/limits.ts';
import { type KeysVerdict, unusable, type Vouchers, verifyKeys } from '../dnssec/verify-keys.ts';
import { type Circumstances, shown } from '../dnssec/verify-rrset.ts';
import { RR } from '../rr-types.ts';
import type { Name, Rrset } from '../types.ts';
import type { Response } from './sections.ts';
import { type Missing, stripped, withoutKeys, withoutSignature } from './unsigned.ts';
import {
  type Delegation,
  failed,
  insecureBelow,
  type LinkFacts,
  type OtherZone,
  type ZoneTrust,
} from './zone-trust.ts';

/** By which rules and with which work a step of the walk is judged. */
export interface JudgeConfig {
  readonly clock: Clock;
  readonly allowSha1: boolean;
  readonly limits: Limits;
}

type SecureDelegation = Extract<Delegation, { readonly kind: 'secure' }>;
type NoCut = Extract<Delegation, { readonly kind: 'no-cut' }>;

export function circumstancesNow({ clock, allowSha1, limits }: JudgeConfig): Circumstances {
  return { timeSeconds: Math.floor(clock.now().getTime() / 1000), allowSha1, budget: createBudget(limits) };
}

export const anchorVouchers = ({ ds, keys }: TrustAnchor): Vouchers => ({ ds, keys, from: 'anchor' });

export function judgeAnchoredKeys(vouchers: Vouchers, zone: Name, response: Response, config: JudgeConfig): ZoneTrust {
  const facts: LinkFacts = { anchored: true, ds: vouchers.ds, server: response.server };
  const top = { links: [] };
  const rrset = response.answer.find(zone, RR.DNSKEY);
  if (rrset === undefined || rrset.signatures.length === 0) {
    const { status, reason } = stripped(response, rrset === undefined ? 'the keys' : 'their signatures', zone);
    return failed(top, zone, status, reason, facts);
  }
  return settle(top, rrset, verifyKeys(rrset, vouchers, circumstancesNow(config)), facts);
}

export function judgeKeys(
  zone: Name,
  delegation: SecureDelegation,
  response: Response,
  config: JudgeConfig,
): ZoneTrust {
  const { parent, ds, verdict } = delegation;
  const facts: LinkFacts = { ds, dsVerdict: verdict, server: response.server };
  const rrset = response.answer.find(zone, RR.DNSKEY);
  if (rrset === undefined) return missing(withoutKeys(response, zone));
  if (rrset.signatures.length === 0) return missing(withoutSignature(response, `${shown(zone)} DNSKEY`, zone));
  const vouchers: Vouchers = { ds, keys: [], from: 'parent' };
  return settle(parent, rrset, verifyKeys(rrset, vouchers, circumstancesNow(config)), facts, delegation.ttlSeconds);

  function missing({ status, reason }: Missing): OtherZone {
    return failed(parent, zone, status, reason, facts);
  }
}

/** DS records none of which can be used make the zone insecure, whatever its keys (RFC 4035 §5.2). */
export function keysNotNeeded(
  zone: Name,
  delegation: SecureDelegation,
  { allowSha1 }: JudgeConfig,
): OtherZone | undefined {
  const { parent, ds, verdict, ttlSeconds } = delegation;
  const reason = unusable(zone, { ds, keys: [], from: 'parent' }, allowSha1);
  return reason && insecureBelow(parent, zone, reason, ttlSeconds, { ds, dsVerdict: verdict });
}

/** Someone signs as a zone where the parent has none. */
export function notAZoneTrust(zone: Name, { parent }: NoCut): OtherZone {
  const text = `records are signed by ${shown(zone)}, where ${shown(parent.keys.zone)} proves that there is no delegation`;
  return failed(parent, zone, 'bogus', because(notAZone, text, parent.keys.zone));
}

function settle(
  above: Pick<ZoneTrust, 'links'>,
  keyRrset: Rrset,
  verdict: KeysVerdict,
  facts: LinkFacts,
  dsTtlSeconds = Number.POSITIVE_INFINITY,
): ZoneTrust {
  const { keys, reason } = verdict;
  const seen: LinkFacts = { ...facts, keyRrset, keys };
  if (verdict.status === 'bogus') return failed(above, keys.zone, 'bogus', reason, seen);
  if (verdict.status === 'insecure') return insecureBelow(above, keys.zone, reason, keyRrset.ttlSeconds, seen);
  const { status } = verdict;
  const link = { ds: [], anchored: false, ...seen, zone: keys.zone, status, reason, keyVerdict: verdict.verdict };
  const ttlSeconds = Math.min(verdict.verdict.ttlSeconds, dsTtlSeconds);
  return { status, keys, links: [...above.links, link], ttlSeconds };
}
