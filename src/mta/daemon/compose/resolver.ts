/**
 * The DNS of a worker: the system's servers, asked when somebody first wants to know something.
 *
 * Reception believes the AD bit as Exim does. Deliveries, whose DANE stands on it, validate by themselves where the servers
 * hand on what that takes (`dns_dnssec_ok`).
 */
import { type Clock, err, ok, type Result, readBoundedFile } from '../../../base/index.ts';
import {
  createExchange,
  createHostLookup,
  createResolver,
  defaultLimits,
  type Exchange,
  parseAnchors,
  type Resolver,
  type ResolverConfig,
  RR,
  readResolvConf,
  type TrustAnchor,
  type TrustsAuthority,
} from '../../../core/dns/index.ts';
import { createHttpClient, createNet, type HttpClient, type Net } from '../../../core/net/index.ts';
import { type Configuration, mainValue } from '../../config/index.ts';
import type { Later } from '../../expand/index.ts';
import { tellingFailures } from './dns-failures.ts';
import { tellingSlow } from './slow-lookups.ts';

type Opened = Result<Resolver, { readonly message: string }>;

export interface LazyResolver {
  readonly net: Net;
  readonly get: () => Promise<Opened>;
  /** The same with statuses of our own finding. */
  readonly validating: () => Promise<Opened>;
  /** HTTPS that finds its hosts by it, for roots in PEM, or the system's. */
  readonly web: (roots?: string) => Promise<Pick<Net, 'fetch'>>;
  readonly close: () => Promise<void>;
}

export interface ResolverSetup {
  readonly clock: Clock;
  readonly configuration: Configuration;
  /** `dns_trust_aa`. */
  readonly trustsAuthority?: TrustsAuthority;
  /** A line for the log. */
  readonly log: (line: string) => void;
  /** The same of what nobody has to mend. */
  readonly remark: (line: string) => void;
  /** A look-up failed, as `dns:fail` tells it; absent: nobody wants to know. */
  readonly failed?: (data: string) => Later<unknown>;
}

/** A client that is kept waiting longer goes elsewhere. */
const TIMEOUT_MS = 2000;
const DEADLINE_MS = 10_000;
/** Servers that do not hand DNSSEC on may be others some time later. */
const LOOK_AGAIN_MS = 10 * 60_000;
const MAX_ANCHOR_BYTES = 1024 * 1024;
/** Sets of roots in use are few. */
const MAX_CLIENTS = 16;

export function lazyResolver(setup: ResolverSetup): LazyResolver {
  const net = createNet();
  const wish = numberOf(setup, 'dns_dnssec_ok');
  let made: Promise<Servers> | undefined;
  const servers = (): Promise<Servers> => {
    made ??= openServers(net, setup);
    return made;
  };
  let believing: Promise<Opened> | undefined;
  const get = (): Promise<Opened> => {
    believing ??= servers().then(({ exchange, trustAd }) =>
      ok(resolverOver(exchange, setup, { trust: wish === 0 ? 'none' : 'ad', believesServer: () => trustAd })),
    );
    return believing;
  };
  const own = ownJudgement(setup, servers, get);
  const clients = new Map<string, HttpClient>();
  return {
    net,
    get,
    validating: wish === 0 ? get : own,
    web: async (roots = '') => {
      const known = clients.get(roots);
      if (known !== undefined) return known;
      const resolver = await get();
      if (clients.size >= MAX_CLIENTS)
        for (const [key, client] of clients) if (clients.delete(key)) void client.close();
      const client = createHttpClient({
        ...(roots !== '' && { caPem: roots }),
        ...(resolver.ok && { lookUp: createHostLookup(resolver.value) }),
      });
      clients.set(roots, client);
      return client;
    },
    close: async () => void (await Promise.all([net.close(), ...[...clients.values()].map((one) => one.close())])),
  };
}

interface Servers {
  readonly exchange: Exchange;
  readonly trustAd: boolean;
}

async function openServers(net: Net, setup: ResolverSetup): Promise<Servers> {
  const { servers, trustAd, attempts } = await readResolvConf();
  const timeoutMs = numberOf(setup, 'dns_retrans') * 1000 || TIMEOUT_MS;
  const tries = numberOf(setup, 'dns_retry') || attempts;
  const exchange = createExchange(net, servers, {
    timeoutMs,
    deadlineMs: Math.max(DEADLINE_MS, timeoutMs),
    clock: setup.clock,
    edns: numberOf(setup, 'dns_use_edns0') !== 0,
    ...(tries !== undefined && { attempts: tries }),
  });
  return { exchange, trustAd };
}

function resolverOver(exchange: Exchange, setup: ResolverSetup, more: Partial<ResolverConfig>): Resolver {
  const { clock, trustsAuthority } = setup;
  const aliasHops = Math.max(defaultLimits.aliasHops, numberOf(setup, 'dns_cname_loops'));
  const resolver = createResolver({
    exchange,
    clock,
    limits: { aliasHops },
    ...(trustsAuthority !== undefined && { trustsAuthority }),
    ...more,
  });
  const told = setup.failed === undefined ? resolver : tellingFailures(resolver, setup.failed);
  return tellingSlow(told, numberOf(setup, 'slow_lookup_log'), setup);
}

/**
 * Our own validation where the root's keys come through signed. Where they do not, since the servers strip what DNSSEC
 * needs, every signed domain would look forged: then the servers' word is all there is, and that is told.
 */
function ownJudgement(
  setup: ResolverSetup,
  servers: () => Promise<Servers>,
  believing: () => Promise<Opened>,
): LazyResolver['validating'] {
  const insists = numberOf(setup, 'dns_dnssec_ok') === 1;
  let validating: Promise<Opened> | undefined;
  let looked: Promise<boolean> | undefined;
  let lookedMs = 0;
  const make = async (): Promise<Opened> => {
    const anchors = await readAnchors(setup.configuration);
    if (!anchors.ok) setup.log(anchors.error.message);
    if (!anchors.ok) return anchors;
    const { exchange } = await servers();
    return ok(resolverOver(exchange, setup, { trust: 'validate', ...(anchors.value && { anchors: anchors.value }) }));
  };
  const passesOn = async (resolver: Resolver): Promise<boolean> => {
    const root = await resolver.lookup('', RR.DNSKEY);
    if (!root.ok || root.value.status === 'secure') return true; // what cannot be asked for now proves nothing
    const why = root.value.reasons.at(-1)?.text ?? root.value.status;
    setup.remark(`DNS servers do not hand on what DNSSEC needs (${why}): their AD bit is all that DANE can stand on`);
    return false;
  };
  return async () => {
    validating ??= make();
    const resolver = await validating;
    if (insists || !resolver.ok) return resolver;
    const now = setup.clock.monotonicMs();
    if (looked === undefined || now - lookedMs > LOOK_AGAIN_MS) {
      lookedMs = now;
      looked = passesOn(resolver.value);
    }
    return (await looked) ? resolver : believing();
  };
}

async function readAnchors(
  configuration: Configuration,
): Promise<Result<readonly TrustAnchor[] | undefined, { readonly message: string }>> {
  const file = mainValue(configuration, 'dns_trust_anchors');
  if (typeof file !== 'string' || file === '') return ok(undefined);
  const octets = await readBoundedFile(file, MAX_ANCHOR_BYTES);
  if (!octets.ok) return err({ message: `dns_trust_anchors: ${octets.error.message}` });
  const anchors = parseAnchors(Buffer.from(octets.value).toString('utf8'), file);
  return anchors.ok ? anchors : err({ message: `dns_trust_anchors: ${anchors.error.message}` });
}

const numberOf = ({ configuration }: Pick<ResolverSetup, 'configuration'>, option: string): number =>
  Number(mainValue(configuration, option) ?? 0);

/** Domains that are tried behind a single name. */
export const searchDomains = async (): Promise<readonly string[]> => (await readResolvConf()).search;
