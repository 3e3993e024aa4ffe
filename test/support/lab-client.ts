/** The product's own net, resolver and probe, led into a running lab by the settings it gives to every command. */
import { readFileSync } from 'node:fs';
import { type Clock, noTrace, systemClock } from '../../src/base/index.ts';
import {
  createExchange,
  createResolver,
  type ExaminingResolver,
  parseAnchors,
  parseServer,
} from '../../src/core/dns/index.ts';
import { createConnectMap, createNet, type Net, parseConnectFile } from '../../src/core/net/index.ts';
import { type Certificate, readRoots } from '../../src/core/pki/index.ts';
import { createProbe, type Probe } from '../../src/core/tls/index.ts';

export interface LabClient {
  readonly net: Net;
  readonly resolver: ExaminingResolver;
  readonly probe: Probe;
  /** The lab's authorities. */
  readonly roots: readonly Certificate[];
  close(): Promise<void>;
}

export interface LabClientOptions {
  /** Instead of the lab's own, as `--resolver` takes it. */
  readonly server?: string;
  readonly clock?: Clock;
}

export function createLabClient(env: Readonly<Record<string, string>>, options: LabClientOptions = {}): LabClient {
  const read = (name: string): string => readFileSync(env[name]!, 'utf8');
  const connectMap = createConnectMap(must(parseConnectFile(read('MXRAY_CONNECT_FILE'), 'connect.map')));
  const net = createNet({ connectMap, caPem: read('MXRAY_CA_FILE') });
  const server = must(parseServer(options.server ?? env.MXRAY_RESOLVER!));
  const anchors = must(parseAnchors(read('MXRAY_TRUST_ANCHOR')));
  const exchange = createExchange(net, [server]);
  const resolver = createResolver({ exchange, clock: options.clock ?? systemClock, anchors });
  return {
    net,
    resolver,
    probe: createProbe(net, noTrace),
    roots: must(readRoots(read('MXRAY_CA_FILE'), 'ca.pem')),
    close: async () => {
      await resolver.close();
      await net.close();
    },
  };
}

function must<T>(
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly message: string } },
): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
