/** Who the client is where a PROXY header came before its session (Exim spec ch. "Proxies"; PROXY protocol §2). */
import type { ProxyHeader } from '../../core/proxy/index.ts';
import type { Endpoint, ProxyFacts } from '../facts/index.ts';

/** Undefined where the connection's own addresses hold (LOCAL, UNKNOWN). */
export function behindProxy(
  { source, destination, transport }: ProxyHeader,
  proxy: Endpoint,
): { readonly client: Endpoint; readonly proxy: ProxyFacts } | undefined {
  if (source?.port === undefined || destination?.port === undefined || transport !== 'STREAM') return undefined;
  return {
    client: { address: source.address, port: source.port },
    proxy: { local: proxy, external: { address: destination.address, port: destination.port } },
  };
}
