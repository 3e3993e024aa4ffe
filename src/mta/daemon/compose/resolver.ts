/** The DNS of a worker: the system's servers, asked when somebody first wants to know something. */
import { type Clock, ok, type Result } from '../../../base/index.ts';
import { createExchange, createResolver, type Resolver, readResolvConf } from '../../../core/dns/index.ts';
import { createNet, type Net } from '../../../core/net/index.ts';

export interface LazyResolver {
  readonly net: Net;
  readonly get: () => Promise<Result<Resolver, { readonly message: string }>>;
  readonly close: () => Promise<void>;
}

/** A client that is kept waiting longer goes elsewhere. */
const TIMEOUT_MS = 2000;
const DEADLINE_MS = 10_000;

export function lazyResolver(clock: Clock): LazyResolver {
  const net = createNet();
  let made: Promise<Result<Resolver, { readonly message: string }>> | undefined;
  return {
    net,
    get: () => {
      made ??= make(net, clock);
      return made;
    },
    close: () => net.close(),
  };
}

async function make(
  net: ReturnType<typeof createNet>,
  clock: Clock,
): Promise<Result<Resolver, { readonly message: string }>> {
  const { servers, trustAd, attempts } = await readResolvConf();
  const patience = { timeoutMs: TIMEOUT_MS, deadlineMs: DEADLINE_MS, clock };
  const exchange = createExchange(net, servers, { ...patience, ...(attempts !== undefined && { attempts }) });
  return ok(createResolver({ exchange, clock, trust: 'ad', believesServer: () => trustAd }));
}

/** Domains that are tried behind a single name. */
export const searchDomains = async (): Promise<readonly string[]> => (await readResolvConf()).search;
