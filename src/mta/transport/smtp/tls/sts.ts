/** MTA-STS before a connection: does a policy of the domain bind us to this host (RFC 8461 §5)? */
import { parseName } from '../../../../core/dns/index.ts';
import {
  endOfKept,
  isForRefresh,
  type KeptPolicy,
  type KeptSts,
  matchesPattern,
  type StsInForce,
  stsInForce,
} from '../../../../core/mtasts/index.ts';
import { text } from '../../settings.ts';
import type { TransportWorld } from '../../types.ts';
import type { Target } from '../host-facts.ts';
import type { StsBinding } from './binding.ts';
import { rootsPem } from './material.ts';

/** A message waits for it; what cannot be fetched in this time is fetched another day (RFC 8461 §3.3). */
const FETCH_MS = 20_000;

/** The domain that a policy would be of: of the mail, or of the smart host (RFC 8461 §3.4). */
export const policyDomain = ({ name, nextHop = name }: Target): string => nextHop;

export interface StsFound {
  /** Absent: none that asks for anything. */
  readonly binding?: StsBinding;
  /** Why there is none, or none that is new, as reports have it (RFC 8460 §4.3.2.2). */
  readonly failure?: StsInForce['failure'];
}

/** @param roots  `tls_verify_certificates`, whom the policy's own host must lead to as well */
export async function stsFor(target: Target, roots: string, world: TransportWorld): Promise<StsFound> {
  const domain = parseName(policyDomain(target));
  if (!domain.ok) return {}; // an address has no policy (RFC 8461 §3.4)
  const { policy, failure } = await inForce(domain.value, roots, world);
  const found = failure === undefined ? {} : { failure };
  if (policy === undefined || policy.mode === 'none') return found;
  const { mode, patterns } = policy;
  const host = target.name.toLowerCase();
  const isNamed = patterns.some((pattern) => matchesPattern(pattern, host)); // RFC 8461 §4.1
  return { ...found, binding: { domain: domain.value, mode, isNamed, patterns, lines: linesOf(policy) } };
}

const linesOf = ({ mode, patterns, maxAgeSeconds }: KeptPolicy): readonly string[] => [
  'version: STSv1',
  `mode: ${mode}`,
  ...patterns.map((pattern) => `mx: ${pattern}`),
  `max_age: ${maxAgeSeconds}`,
];

/** One look at a time for each domain; others who want it wait for the same. */
const underWay = new WeakMap<TransportWorld['configuration'], Map<string, Promise<StsInForce>>>();

function inForce(domain: string, roots: string, world: TransportWorld): Promise<StsInForce> {
  const flights = underWay.get(world.configuration) ?? new Map<string, Promise<StsInForce>>();
  underWay.set(world.configuration, flights);
  const known = flights.get(domain);
  if (known !== undefined) return known;
  const flight = look(domain, roots, world).finally(() => flights.delete(domain));
  flights.set(domain, flight);
  return flight;
}

export type StsPorts = Pick<TransportWorld, 'configuration' | 'hints' | 'resolver' | 'web' | 'clock' | 'log'>;

/** In one go no more of them. */
const MOST_RENEWED = 200;

/**
 * Policies that are kept, fetched again once a day though no mail goes there: who keeps us from a renewal just before the
 * end shall gain nothing by it (RFC 8461 §3.3, §10.2).
 */
export async function renewPolicies(world: StsPorts): Promise<void> {
  const user = world.configuration.transports.find(({ settings }) => settings.has('hosts_try_mta_sts'));
  if (user === undefined) return;
  const roots = text(user, 'tls_verify_certificates') ?? '';
  if (roots.includes('$')) return; // nobody knows them before a delivery
  let left = MOST_RENEWED;
  for await (const [domain, { value }] of world.hints<KeptSts>('mta-sts').list()) {
    if (left === 0) return;
    if (!isForRefresh(value, world.clock.now().getTime())) continue;
    left -= 1;
    await look(domain, roots, world);
  }
}

async function look(domain: string, roots: string, world: StsPorts): Promise<StsInForce> {
  const hints = world.hints<KeptSts>('mta-sts');
  const resolver = await world.resolver();
  if (!resolver.ok) return {};
  const pem = rootsPem(roots);
  if (!pem.ok) return { failure: { code: 'sts-webpki-invalid', why: pem.error } };
  const { fetch } = await world.web(pem.value);
  const ports = { resolver: resolver.value, fetch, clock: world.clock };
  const found = await stsInForce(domain, await hints.get(domain), ports, FETCH_MS);
  const { keep, policy, failure } = found;
  if (keep === undefined) return found;
  await hints.update(domain, () => ({ value: keep, expiresAtMs: endOfKept(keep) }));
  // RFC 8461 §3.3: people are told of a policy that could not be renewed, unless it asks for nothing.
  if (failure !== undefined && policy?.mode !== 'none')
    world.log(`MTA-STS: ${failure.why}${policy === undefined ? '' : '; the one kept goes on'}`);
  return found;
}
