/**
 * The walk from a trust anchor to a zone (RFC 4035 §5), by DS and DNSKEY questions.
 *
 * It goes two ways. A signed answer names its signer, so the walk starts there and climbs: the signer's DS record is
 * signed by the next zone up, and so on until a zone already known; no question is spent on names that are no zones.
 * An unsigned answer names nobody, so the walk descends from the anchor, label by label, until the parent side proves
 * that trust ends. Both share the same two kinds of flight, kept for as long as the records allow:
 *
 *   delegation of NAME   what NAME's parent side says: DS, no DS, no zone       waits only for names above
 *   trust of ZONE        its keys, vouched for                                  waits for its delegation
 *
 * As each waits only for shorter names, or for its own delegation, they cannot wait for each other in a circle.
 */
import { type Clock, ok, type Result } from '../../../base/index.ts';
import { createCache } from '../cache.ts';
import type { TrustAnchor } from '../dnssec/anchors.ts';
import { workLimit } from '../dnssec/findings/bogus.ts';
import { because } from '../dnssec/findings/define.ts';
import { noAnchor } from '../dnssec/findings/undecided.ts';
import type { Limits } from '../dnssec/limits.ts';
import { nameAbove, namesBetween } from '../dnssec/names.ts';
import { shown } from '../dnssec/verify-rrset.ts';
import { RR } from '../rr-types.ts';
import type { DnsError, Name } from '../types.ts';
import { judgeDelegation } from './delegation.ts';
import type { Upstream } from './upstream.ts';
import { anchorVouchers, judgeAnchoredKeys, judgeKeys, keysNotNeeded, notAZoneTrust } from './zone-keys.ts';
import { type Chain, type Delegation, failed, type OtherZone, type SecureZone, type ZoneTrust } from './zone-trust.ts';

export interface ChainConfig {
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly anchors: readonly TrustAnchor[];
  readonly allowSha1: boolean;
  readonly limits: Limits;
}

type Outcome<T> = Promise<Result<T, DnsError>>;

/** For what is known of zones, and as much for delegations. */
const MAX_OCTETS = 4 * 1024 * 1024;

export function createChain(config: ChainConfig): Chain {
  const { upstream, clock, limits } = config;
  const anchors = new Map(config.anchors.map((anchor) => [anchor.zone, anchor]));
  const zones = createCache<ZoneTrust, DnsError>({ clock, maxOctets: MAX_OCTETS, sizeOctets: trustOctets });
  const delegations = createCache<Delegation, DnsError>({ clock, maxOctets: MAX_OCTETS, sizeOctets: delegationOctets });

  const chain: Chain = { trustOf, trustAt, trustBy };
  return chain;

  async function trustOf(zone: Name): Outcome<ZoneTrust> {
    const anchor = anchors.get(zone);
    if (anchor !== undefined) return zones.get(zone, () => anchoredTrust(anchor));
    const top = closestAnchor(zone);
    if (top === undefined) return ok(unanchored(zone));
    return knownEnd(zone, top) ?? zones.get(zone, () => delegatedTrust(zone));
  }

  async function trustAt(name: Name, hint?: Name): Outcome<ZoneTrust> {
    const top = closestAnchor(name);
    if (top === undefined) return ok(unanchored(name));
    const known = knownEnd(name, top);
    if (known !== undefined) return known;
    if (hint !== undefined) {
      const hinted = await trustOf(hint);
      if (!hinted.ok || hinted.value.status === 'insecure') return hinted;
    }
    foresee(name);
    const path = namesBetween(top, name);
    const trust = await trustOf(top);
    if (!trust.ok || trust.value.status !== 'secure') return trust;
    return path.length > limits.delegationDepth ? ok(tooDeep(name, trust.value)) : descend(trust.value, path);
  }

  async function trustBy(signers: readonly Name[], holder: Name, hint?: Name): Outcome<ZoneTrust> {
    let failed: ZoneTrust | undefined;
    for (const signer of signers) {
      const trust = await trustOf(signer);
      if (!trust.ok || trust.value.status === 'secure' || trust.value.status === 'insecure') return trust;
      failed ??= trust.value;
    }
    return failed === undefined ? trustAt(holder, hint) : ok(failed);
  }

  /** Down from a secure zone, past names that are no zones. */
  async function descend(from: SecureZone, path: readonly Name[]): Outcome<ZoneTrust> {
    let trust = from;
    for (const name of path) {
      const delegation = await delegationOf(name);
      if (!delegation.ok) return delegation;
      const { value } = delegation;
      if (value.kind === 'ended') return ok(value.trust);
      if (value.kind === 'no-cut' && !value.exists) return ok(trust); // RFC 8020: nothing below either
      if (value.kind === 'no-cut') continue;
      const next = await trustOf(name);
      if (!next.ok || next.value.status !== 'secure') return next;
      trust = next.value;
    }
    return ok(trust);
  }

  async function anchoredTrust(anchor: TrustAnchor): Outcome<ZoneTrust> {
    const response = await upstream.ask({ name: anchor.zone, type: RR.DNSKEY });
    return response.ok ? ok(judgeAnchoredKeys(anchorVouchers(anchor), anchor.zone, response.value, config)) : response;
  }

  /** DS and DNSKEY are asked at once: a zone that signs its answers nearly always has both. */
  async function delegatedTrust(zone: Name): Outcome<ZoneTrust> {
    const keysAsked = upstream.ask({ name: zone, type: RR.DNSKEY });
    foresee(zone);
    const delegation = await delegationOf(zone);
    if (!delegation.ok) return delegation;
    const { value } = delegation;
    if (value.kind === 'ended') return ok(value.trust);
    if (value.kind === 'no-cut') return ok(notAZoneTrust(zone, value));
    const early = keysNotNeeded(zone, value, config);
    if (early !== undefined) return ok(early);
    const response = await keysAsked;
    return response.ok ? ok(judgeKeys(zone, value, response.value, config)) : response;
  }

  /**
   * What every way to the zone needs is asked for now, so that a chain takes two round trips instead of one a zone: the
   * anchor's keys, and below the root those of the top-level domain, which is a zone.
   */
  function foresee(zone: Name): void {
    const top = closestAnchor(zone);
    if (top === undefined) return;
    const [first] = namesBetween(top, zone);
    for (const ahead of top === '' && first !== undefined && first !== zone ? [top, first] : [top])
      trustOf(ahead).catch(() => {}); // told to whoever waits for it
  }

  function delegationOf(name: Name): Outcome<Delegation> {
    return delegations.get(name, async () => {
      const response = await upstream.ask({ name, type: RR.DS });
      return response.ok ? judgeDelegation(name, response.value, chain, config) : response;
    });
  }

  function closestAnchor(name: Name): Name | undefined {
    for (let at = name; ; at = nameAbove(at)) {
      if (anchors.has(at)) return at;
      if (at === '') return undefined;
    }
  }

  /** Trust that is known to end at the name or above it, below the anchor: no question is needed. */
  function knownEnd(name: Name, top: Name): Outcome<OtherZone> | undefined {
    for (let at = name; at !== top; at = nameAbove(at)) {
      const delegation = delegations.peek(at);
      if (delegation?.kind === 'ended') return Promise.resolve(ok(delegation.trust));
    }
    return undefined;
  }
}

/** The last link is the zone's own; those above are shared with the zones there. Keys weigh most, imported ones above all. */
function trustOctets({ links }: ZoneTrust): number {
  const { ds = [], keys } = links.at(-1) ?? {};
  return 2_000 + ds.length * 200 + (keys?.all.length ?? 0) * 3_000;
}

function delegationOctets(delegation: Delegation): number {
  return delegation.kind === 'ended' ? trustOctets(delegation.trust) : 1_000;
}

function unanchored(name: Name): OtherZone {
  const reason = because(noAnchor, `no trust anchor stands at or above ${shown(name)}`);
  return failed({ links: [] }, name, 'indeterminate', reason);
}

function tooDeep(name: Name, above: SecureZone): OtherZone {
  return failed(above, name, 'bogus', because(workLimit, `${shown(name)} lies too many labels below a trust anchor`));
}
