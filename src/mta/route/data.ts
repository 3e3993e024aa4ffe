/** What `mxray route` answers: the tree as plain data. Octets have become texts of people. */
import type { Driver } from '../config/index.ts';
import { fromOctets } from './octets.ts';
import { isLocal, transportNamed } from './settle/transport.ts';
import type { Propagated, Routed, RoutedHost, RouterStep, SpecialDelivery } from './types.ts';
import type { Verified } from './verify.ts';

export interface RouteData {
  readonly address: string;
  /** Of what a redirection came to, `children` tell. */
  readonly outcome: 'accept' | 'fail' | 'defer' | 'discard' | 'redirect';
  readonly router?: string;
  readonly transport?: string;
  /** The transport delivers on this host. */
  readonly local?: boolean;
  readonly hosts?: readonly HostData[];
  /** The transport has hosts of its own, and no use for these. */
  readonly hostsOverridden?: boolean;
  readonly children?: readonly RouteData[];
  /** The router has dealt with one copy, and another goes on. */
  readonly unseen?: boolean;
  /** Why it failed, or waits. */
  readonly message?: string;
  /** It waits until somebody has looked at it. */
  readonly frozen?: boolean;
  /** What it is, where it is no address. */
  readonly special?: SpecialDelivery['kind'];
  readonly forbidden?: boolean;
  /** What makes it one and the same delivery. */
  readonly unique: string;
  /** Where bounces go; empty: nowhere. */
  readonly errorsTo?: string;
  readonly addressData?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly headersAdd?: readonly string[];
  readonly headersRemove?: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  readonly home?: string;
  readonly fallbackHosts?: string;
  /** Every router it met, and what came of it. */
  readonly trail: readonly RouterStep[];
  /** The address is what the rules of the configuration have made of the one given. */
  readonly rewritten?: boolean;
  /** It was verified, and not tested. */
  readonly verified?: 'sender' | 'recipient';
}

export interface HostData {
  readonly name: string;
  readonly ip?: string;
  readonly port?: number;
  readonly mx?: number;
  readonly dnssec?: boolean;
  readonly unusable?: NonNullable<RoutedHost['unusable']>;
}

export function routeData(routed: Routed, transports: readonly Driver[]): RouteData {
  const { outcome, trail, unique, props } = routed;
  const base = {
    address: fromOctets(routed.address),
    unique: fromOctets(unique),
    trail: trail.map(readableStep),
    ...propsData(props),
  };
  switch (outcome.kind) {
    case 'accept':
      return { ...base, outcome: 'accept', ...acceptedData(outcome, transports) };
    case 'redirect': {
      const children = outcome.children.map((child) => routeData(child, transports));
      return {
        ...base,
        outcome: 'redirect',
        router: outcome.router,
        children,
        ...(outcome.unseen === true && { unseen: true }),
      };
    }
    case 'special':
      return { ...base, ...specialData(outcome.delivery), router: outcome.router, special: outcome.delivery.kind };
    case 'discard':
      return { ...base, outcome: 'discard', router: outcome.router };
    case 'fail': {
      const children = outcome.children.map((child) => routeData(child, transports));
      return {
        ...base,
        outcome: 'fail',
        message: fromOctets(outcome.message),
        ...(children.length > 0 && { children }),
      };
    }
    default:
      return {
        ...base,
        outcome: 'defer',
        message: fromOctets(outcome.message),
        ...(outcome.freezes && { frozen: true }),
      };
  }
}

/** Of an address that was verified: how far it got. */
export function verifiedData(
  address: string,
  verified: Verified,
  as: 'sender' | 'recipient',
  transports: readonly Driver[],
): RouteData {
  if (verified.kind === 'ok')
    return { ...routeData(verified.routed, transports), address: fromOctets(address), verified: as };
  const { kind, message } = verified;
  const common = { address: fromOctets(address), unique: fromOctets(address), trail: verified.trail.map(readableStep) };
  return { ...common, outcome: kind, message: fromOctets(message), verified: as };
}

function acceptedData(
  { router, transport, hosts, facts, fallbackHosts }: Extract<Routed['outcome'], { kind: 'accept' }>,
  transports: readonly Driver[],
) {
  const driver = transport === undefined ? undefined : transportNamed(transports, transport);
  return {
    router,
    ...(transport !== undefined && { transport, local: isLocal(driver) }),
    hosts: hosts.map(hostData),
    ...(driver?.settings.get('hosts_override')?.value === true && { hostsOverridden: true }),
    ...(facts.uid !== undefined && { uid: facts.uid }),
    ...(facts.gid !== undefined && { gid: facts.gid }),
    ...(facts.home !== undefined && { home: fromOctets(facts.home.text.text) }),
    ...(fallbackHosts !== undefined && { fallbackHosts }),
  };
}

const hostData = ({ name, address, port, mx, dnssec, unusable }: RoutedHost): HostData => ({
  name: fromOctets(name),
  ...(address !== undefined && { ip: address }),
  ...(port !== undefined && { port }),
  ...(mx !== undefined && { mx }),
  ...(dnssec !== undefined && { dnssec }),
  ...(unusable !== undefined && { unusable }),
});

function specialData({ allowed, problem, transport, facts }: SpecialDelivery) {
  const identity = {
    ...(facts.uid !== undefined && { uid: facts.uid }),
    ...(facts.gid !== undefined && { gid: facts.gid }),
  };
  if (problem !== undefined) return { outcome: 'defer', message: fromOctets(problem), ...identity } as const;
  if (!allowed) return { outcome: 'fail', message: 'forbidden', forbidden: true, ...identity } as const;
  return { outcome: 'accept', local: true, ...(transport !== undefined && { transport }), ...identity } as const;
}

function propsData({ errorsTo, addressData, variables, headersAdd, headersRemove }: Propagated) {
  const own = [...variables].map(([name, { text }]) => [name, fromOctets(text)]);
  return {
    ...(errorsTo !== undefined && { errorsTo: fromOctets(errorsTo) }),
    ...(addressData !== undefined && { addressData: fromOctets(addressData.text) }),
    ...(own.length > 0 && { variables: Object.fromEntries(own) }),
    ...(headersAdd.length > 0 && { headersAdd: headersAdd.map(fromOctets) }),
    ...(headersRemove.length > 0 && { headersRemove: headersRemove.map(fromOctets) }),
  };
}

const readableStep = ({ reason, value, ...step }: RouterStep): RouterStep => ({
  ...step,
  ...(reason !== undefined && { reason: fromOctets(reason) }),
  ...(value !== undefined && { value: fromOctets(value) }),
});
