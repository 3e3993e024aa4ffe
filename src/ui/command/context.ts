/**
 * What a command works with, composed from the common flags: sockets, resolver, probe, clock, trace.
 *
 * Files named by flags are read before anything is tried, so a missing one is status 2. Network modules are loaded only
 * for commands that say they need them.
 */
import {
  type Clock,
  clockAt,
  err,
  type Failure,
  ok,
  type Result,
  readBoundedFile,
  systemClock,
  type Trace,
} from '../../base/index.ts';
import type { ExaminingResolver, Exchange } from '../../core/dns/index.ts';
import type { ConnectMap, Net, NetConfig } from '../../core/net/types.ts';
import type { Probe } from '../../core/tls/index.ts';
import { usageError } from './fields.ts';
import type { Settings } from './settings.ts';

export interface Context {
  readonly settings: Settings;
  /** Dates are judged by it (`--at`), durations are real. */
  readonly clock: Clock;
  readonly trace: Trace;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
  /** @throws when the command did not say `needs: 'network'`: a bug of ours */
  readonly network: Network;
  close(): Promise<void>;
}

export interface Network {
  readonly net: Net;
  readonly resolver: ExaminingResolver;
  readonly probe: Probe;
  /** A resolver over other servers, with the same trust and anchors; `--all-ns` asks each name server. */
  resolverAt(address: string): Exchange;
  /** PEM of --ca-file and --ca-path; undefined for the system's. */
  readonly caPem?: string;
  /** What to dial for a host: at least one address, or the name itself where the connect map knows it; or why nothing. */
  addressesOf(host: string, port: number): Promise<Result<readonly string[], Failure>>;
}

export type Needs = 'network' | 'nothing';

export interface ContextParts {
  readonly settings: Settings;
  readonly trace: Trace;
  readonly signal: AbortSignal;
}

export async function createContext(parts: ContextParts, needs: Needs): Promise<Result<Context, Failure>> {
  const { settings } = parts;
  const clock = settings.at === undefined ? systemClock : clockAt(settings.at);
  if (needs === 'nothing')
    return ok({
      ...parts,
      clock,
      close: async () => {},
      get network(): Network {
        return noNetwork();
      },
    });
  const network = await createNetwork(parts, clock);
  if (!network.ok) return network;
  const close = async (): Promise<void> => {
    await network.value.resolver.close();
    await network.value.net.close();
  };
  return ok({ ...parts, clock, network: network.value, close });
}

function noNetwork(): never {
  throw new Error('this command does not say that it needs the network');
}

const MAX_CONNECT_BYTES = 16 * 1024 * 1024;
const MAX_ANCHOR_BYTES = 1024 * 1024;
const MAX_CA_BYTES = 16 * 1024 * 1024;

async function createNetwork({ settings, trace }: ContextParts, clock: Clock): Promise<Result<Network, Failure>> {
  const [{ createHttpClient, createNet }, dns, { createProbe }] = await Promise.all([
    import('../../core/net/index.ts'),
    import('../../core/dns/index.ts'),
    import('../../core/tls/index.ts'),
  ]);
  const connectMap = await readConnectMap(settings);
  if (!connectMap.ok) return connectMap;
  const caPem = await readCaPem(settings);
  if (!caPem.ok) return caPem;
  const anchors = await readAnchors(settings);
  if (!anchors.ok) return anchors;
  if (settings.source !== undefined && dns.addressFamily(settings.source) === 0)
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
  const exchange = dns.createExchange(net, specs, { ...patience, ...(attempts !== undefined && { attempts }) });
  const resolver = dns.createResolver({
    exchange,
    clock,
    trust: settings.trust,
    allowSha1: settings.allowSha1,
    ...(anchors.value !== undefined && { anchors: anchors.value }),
    believesServer: () => trustAd,
  });
  const resolverAt = (address: string): Exchange =>
    dns.createExchange(net, [{ kind: 'plain', address, port: 53 }], patience);
  const web = createHttpClient({ ...netConfig, lookUp: dns.createHostLookup(resolver, { family: settings.family }) });
  return ok({
    // The resolver's own requests (DoH) find their host without it.
    net: { ...net, fetch: web.fetch, close: async () => void (await Promise.all([net.close(), web.close()])) },
    resolver,
    probe: createProbe(net, trace),
    resolverAt,
    addressesOf: addressFinder(dns, resolver, settings, connectMap.value),
    ...(caPem.value !== undefined && { caPem: caPem.value }),
  });
}

function addressFinder(
  {
    addressFamily,
    createHostLookup,
  }: Pick<typeof import('../../core/dns/index.ts'), 'addressFamily' | 'createHostLookup'>,
  resolver: ExaminingResolver,
  { family }: Settings,
  connectMap: ConnectMap | undefined,
): Network['addressesOf'] {
  const lookUp = createHostLookup(resolver, { family });
  return async (host, port) => {
    const isMapped = connectMap !== undefined && connectMap.resolve(host, port).host !== host;
    return isMapped || addressFamily(host) !== 0 ? ok([host]) : lookUp(host);
  };
}

interface ChosenServers {
  readonly specs: readonly import('../../core/dns/index.ts').ServerSpec[];
  readonly trustAd: boolean;
  readonly attempts?: number;
}

async function chooseServers({ resolvers }: Settings): Promise<Result<ChosenServers, Failure>> {
  const dns = await import('../../core/dns/index.ts');
  if (resolvers.length === 0) {
    const { servers, trustAd, attempts } = await dns.readResolvConf();
    return ok({ specs: servers, trustAd, ...(attempts !== undefined && { attempts }) });
  }
  const specs: ChosenServers['specs'][number][] = [];
  for (const text of resolvers) {
    const parsed = dns.parseServer(text);
    if (!parsed.ok) return parsed;
    specs.push(parsed.value);
  }
  return ok({ specs, trustAd: false });
}

async function readConnectMap({ connect, connectFile }: Settings): Promise<Result<ConnectMap | undefined, Failure>> {
  if (connect.length === 0 && connectFile === undefined) return ok(undefined);
  const { createConnectMap, parseConnectFile, parseConnectRow } = await import('../../core/net/index.ts');
  const rows: import('../../core/net/index.ts').ConnectRow[] = [];
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
  const { parseAnchors } = await import('../../core/dns/index.ts');
  const text = await readTextFile(file, '--trust-anchor', MAX_ANCHOR_BYTES);
  return text.ok ? parseAnchors(text.value, file) : text;
}

async function readCaPem({ caFile, caPath }: Settings): Promise<Result<string | undefined, Failure>> {
  if (caFile === undefined && caPath === undefined) return ok(undefined);
  const files = caFile === undefined ? [] : [caFile];
  if (caPath !== undefined) {
    const listed = await listDirectory(caPath);
    if (!listed.ok) return listed;
    files.push(...listed.value);
  }
  const texts: string[] = [];
  for (const file of files) {
    const text = await readTextFile(file, file === caFile ? '--ca-file' : '--ca-path', MAX_CA_BYTES);
    if (!text.ok) return text;
    texts.push(text.value);
  }
  const pem = texts.join('\n');
  return pem.includes('-----BEGIN')
    ? ok(pem)
    : err(usageError(`${files.join(', ')}: no PEM certificate in it`, 'give a file with -----BEGIN CERTIFICATE-----'));
}

async function listDirectory(path: string): Promise<Result<string[], Failure>> {
  const { readdir } = await import('node:fs/promises');
  try {
    const names = await readdir(path);
    return ok(
      names
        .filter((name) => /\.(pem|crt|cer|0)$/i.test(name))
        .sort()
        .map((name) => `${path}/${name}`),
    );
  } catch (cause) {
    return err(
      usageError(
        `--ca-path ${path}: ${(cause as NodeJS.ErrnoException).code ?? 'cannot be read'}`,
        'give a directory of PEM files',
      ),
    );
  }
}

/** A text file named by a flag. */
export async function readTextFile(path: string, flag: string, maxBytes: number): Promise<Result<string, Failure>> {
  const read = await readBoundedFile(path, maxBytes);
  if (!read.ok) return err({ ...read.error, message: `${flag}: ${read.error.message}` });
  return ok(new TextDecoder().decode(read.value));
}
