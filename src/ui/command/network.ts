/**
 * The network as the common flags describe it: connect map, roots, anchors and resolvers, read before anything is dialled.
 *
 * It is loaded for commands that say they need it, and names what it takes from core one by one: what it does not name is
 * not read at a start.
 */
import { addressFamily, type Clock, err, type Failure, ok, type Result, type Trace } from '../../base/index.ts';
import {
  askOnce,
  createExchange,
  createHostLookup,
  createInformedResolver,
  createResolver,
  type ExaminingResolver,
  type Exchange,
  parseAnchors,
  parseServer,
  type Resolver,
  readResolvConf,
  type ServerSpec,
} from '../../core/dns/index.ts';
import {
  type ConnectMap,
  type ConnectRow,
  createConnectMap,
  createHttpClient,
  createNet,
  type Net,
  type NetConfig,
  parseConnectFile,
  parseConnectRow,
} from '../../core/net/index.ts';
import type { Probe } from '../../core/tls/index.ts';
import { readCaPem } from './ca-files.ts';
import { usageError } from './fields.ts';
import type { Settings } from './settings.ts';
import { readTextFile } from './text-file.ts';

export interface Network {
  readonly net: Net;
  readonly resolver: ExaminingResolver;
  /** The same for checks that DNSSEC informs and does not decide: an answer that nobody can judge is one all the same. */
  readonly informed: Resolver;
  readonly probe: Probe;
  /** A resolver over other servers, with the same trust and anchors; `--all-ns` asks each name server. */
  resolverAt(address: string): Exchange;
  /** Those that are asked: --resolver, or the system's. */
  readonly servers: readonly ServerSpec[];
  /** One of them by itself, with a resolver of its own over it. */
  resolverOf(server: ServerSpec): { readonly exchange: Exchange; readonly resolver: Resolver };
  /** PEM of --ca-file and --ca-path; undefined for the system's. */
  readonly caPem?: string;
  /** What to dial for a host: at least one address, or the name itself where the connect map knows it; or why nothing. */
  addressesOf(host: string, port: number): Promise<Result<readonly string[], Failure>>;
}

const MAX_CONNECT_BYTES = 16 * 1024 * 1024;
const MAX_ANCHOR_BYTES = 1024 * 1024;

/** @param asksOnce  equal questions are one, for as long as a check takes */
export async function createNetwork(
  settings: Settings,
  trace: Trace,
  clock: Clock,
  asksOnce: boolean,
): Promise<Result<Network, Failure>> {
  const connectMap = await readConnectMap(settings);
  if (!connectMap.ok) return connectMap;
  const caPem = await readCaPem(settings);
  if (!caPem.ok) return caPem;
  const anchors = await readAnchors(settings);
  if (!anchors.ok) return anchors;
  if (settings.source !== undefined && addressFamily(settings.source) === 0)
    return err(usageError(`--source must be an address of this host, and is "${settings.source}"`));
  const servers = await chooseServers(settings);
  if (!servers.ok) return servers;
  const netConfig: NetConfig = {
    ...(connectMap.value !== undefined && { connectMap: connectMap.value }),
    ...(settings.source !== undefined && { source: settings.source }),
    ...(caPem.value !== undefined && { caPem: caPem.value }),
    trace,
  };
  const net = createNet(netConfig);
  const patience = { timeoutMs: Math.min(settings.timeoutMs, 2000), deadlineMs: settings.timeoutMs, clock, trace };
  const { specs, trustAd, attempts } = servers.value;
  const plainExchange = createExchange(net, specs, { ...patience, ...(attempts !== undefined && { attempts }) });
  const exchange = asksOnce ? askOnce(plainExchange, clock) : plainExchange;
  const resolverOver = (over: Exchange): ExaminingResolver =>
    createResolver({
      exchange: over,
      clock,
      trust: settings.trust,
      allowSha1: settings.allowSha1,
      ...(anchors.value !== undefined && { anchors: anchors.value }),
      believesServer: () => trustAd,
    });
  const resolver = resolverOver(exchange);
  const resolverAt = (address: string): Exchange =>
    createExchange(net, [{ kind: 'plain', address, port: 53 }], patience);
  const web = createHttpClient({ ...netConfig, lookUp: createHostLookup(resolver, { family: settings.family }) });
  return ok({
    // The resolver's own requests (DoH) find their host without it.
    net: { ...net, fetch: web.fetch, close: async () => void (await Promise.all([net.close(), web.close()])) },
    resolver,
    informed: createInformedResolver(resolver, createResolver({ exchange, clock, trust: 'none' })),
    probe: async (target) => (await import('../../core/tls/index.ts')).createProbe(net, trace)(target),
    resolverAt,
    servers: specs,
    resolverOf: (server) => {
      const own = createExchange(net, [server], patience);
      return { exchange: own, resolver: resolverOver(own) };
    },
    addressesOf: addressFinder(resolver, settings, connectMap.value),
    ...(caPem.value !== undefined && { caPem: caPem.value }),
  });
}

/** A name that the connect map speaks of is not looked up; nor is any under `*`, unless a resolver was named for that. */
function addressFinder(
  resolver: ExaminingResolver,
  { family, resolvers }: Settings,
  connectMap: ConnectMap | undefined,
): Network['addressesOf'] {
  const lookUp = createHostLookup(resolver, { family });
  const isMapped = (host: string, port: number): boolean =>
    connectMap !== undefined &&
    (connectMap.names(host, port) || (resolvers.length === 0 && connectMap.resolve(host, port).host !== host));
  return async (host, port) => (isMapped(host, port) || addressFamily(host) !== 0 ? ok([host]) : lookUp(host));
}

interface ChosenServers {
  readonly specs: readonly ServerSpec[];
  readonly trustAd: boolean;
  readonly attempts?: number;
}

async function chooseServers({ resolvers }: Settings): Promise<Result<ChosenServers, Failure>> {
  if (resolvers.length === 0) {
    const { servers, trustAd, attempts } = await readResolvConf();
    return ok({ specs: servers, trustAd, ...(attempts !== undefined && { attempts }) });
  }
  const specs: ChosenServers['specs'][number][] = [];
  for (const text of resolvers) {
    const parsed = parseServer(text);
    if (!parsed.ok) return parsed;
    specs.push(parsed.value);
  }
  return ok({ specs, trustAd: false });
}

async function readConnectMap({ connect, connectFile }: Settings): Promise<Result<ConnectMap | undefined, Failure>> {
  if (connect.length === 0 && connectFile === undefined) return ok(undefined);
  const rows: ConnectRow[] = [];
  for (const text of connect) {
    const row = parseConnectRow(text);
    if (!row.ok) return row;
    rows.push(row.value);
  }
  if (connectFile !== undefined) {
    const text = await readTextFile(connectFile, '--connect-file', MAX_CONNECT_BYTES);
    if (!text.ok) return text;
    const parsed = parseConnectFile(text.value, connectFile);
    if (!parsed.ok) return parsed;
    rows.push(...parsed.value);
  }
  return ok(createConnectMap(rows));
}

async function readAnchors({ trustAnchorFile: file }: Settings) {
  if (file === undefined) return ok(undefined);
  const text = await readTextFile(file, '--trust-anchor', MAX_ANCHOR_BYTES);
  return text.ok ? parseAnchors(text.value, file) : text;
}
