/** Who sits where on loopback; all on port 53. */
import type { ServerName } from './types.ts';

export const ADDRESSES: Readonly<Record<ServerName, string>> = {
  /** The root and the top-level domains. */
  roots: '127.0.53.1',
  named: '127.0.53.2',
  knotd: '127.0.53.3',
  nsd: '127.0.53.4',
};

export const RESOLVERS = {
  unbound: '127.0.53.10',
  bind: '127.0.53.11',
} as const;
