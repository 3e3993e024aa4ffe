/** What is known of a DANE check while it runs: events in, a tree out. */
import type { CheckEvent, KeyReport, Policy } from '../../core/dane/index.ts';

export interface LiveTree {
  /** Undefined until the MX look-up is done. */
  readonly hosts?: readonly LiveHost[];
}

export interface LiveHost {
  readonly name: string;
  /** Undefined until its addresses and TLSA records are known. */
  readonly policy?: Policy;
  readonly addresses: readonly LiveAddress[];
}

export interface LiveAddress {
  readonly ip: string;
  readonly keys: readonly LiveKey[];
}

export interface LiveKey {
  readonly keyType: string;
  /** Undefined while the handshake is under way. */
  readonly report?: KeyReport;
}

export const emptyTree: LiveTree = {};

/** An event about a host or address that was never told of changes nothing. */
export function advance(tree: LiveTree, event: CheckEvent): LiveTree {
  switch (event.kind) {
    case 'hosts':
      return { hosts: event.hosts.map((name) => ({ name, addresses: [] })) };
    case 'addresses':
      return onHost(tree, event.host, (host) => ({
        ...host,
        policy: event.policy,
        addresses: event.addresses.map((ip) => ({ ip, keys: [] })),
      }));
    case 'probing':
      return onAddress(tree, event, (keys) => withKey(keys, { keyType: event.keyType }));
    case 'probed':
      return onAddress(tree, event, (keys) => settled(keys, event.key));
  }
}

/** Lines of the drawing. */
export function heightOf({ hosts = [] }: LiveTree): number {
  const lines = hosts.flatMap(({ addresses }) => addresses.map(({ keys }) => Math.max(1, keys.length)));
  return 1 + hosts.length + lines.reduce((sum, count) => sum + count, 0);
}

function onHost(tree: LiveTree, name: string, change: (host: LiveHost) => LiveHost): LiveTree {
  if (tree.hosts === undefined) return tree;
  return { hosts: tree.hosts.map((host) => (host.name === name ? change(host) : host)) };
}

type Place = { readonly host: string; readonly address: string };

function onAddress(tree: LiveTree, at: Place, change: (keys: readonly LiveKey[]) => readonly LiveKey[]): LiveTree {
  return onHost(tree, at.host, (host) => ({
    ...host,
    addresses: host.addresses.map((one) => (one.ip === at.address ? { ...one, keys: change(one.keys) } : one)),
  }));
}

/** A key type that the server does not have is no part of the result, and leaves the tree. */
function settled(keys: readonly LiveKey[], report: KeyReport): readonly LiveKey[] {
  const { keyType } = report;
  if (report.outcome === 'no-such-key') return keys.filter((one) => one.keyType !== keyType);
  return withKey(keys, { keyType, report });
}

/** In the place of the same key type, or behind the others. */
function withKey(keys: readonly LiveKey[], key: LiveKey): readonly LiveKey[] {
  const isKnown = keys.some(({ keyType }) => keyType === key.keyType);
  return isKnown ? keys.map((one) => (one.keyType === key.keyType ? key : one)) : [...keys, key];
}
