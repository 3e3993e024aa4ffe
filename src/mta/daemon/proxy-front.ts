/**
 * The PROXY header before a session: who the client really is (Exim spec ch. "Proxies"; PROXY protocol §2).
 *
 * It must be there in time, and nothing is said before it. What comes behind it is the session's.
 */
import type { ServedConnection } from '../../core/net/index.ts';
import { decodeProxy, type ProxyHeader, startProxy } from '../../core/proxy/index.ts';
import type { Endpoint, ProxyFacts } from '../facts/index.ts';

export type Fronted =
  | { readonly kind: 'header'; readonly header: ProxyHeader; readonly rest: Uint8Array }
  /** No header, a wrong one, or not in time. */
  | { readonly kind: 'none' };

export function readProxyHeader({ stream }: ServedConnection, timeoutMs: number): Promise<Fronted> {
  let state = startProxy;
  return new Promise((resolve) => {
    const finish = (fronted: Fronted): void => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).pause();
      resolve(fronted);
    };
    const onEnd = (): void => finish({ kind: 'none' });
    const onData = (bytes: Uint8Array): void => {
      const decoded = decodeProxy(state, bytes);
      if (decoded.kind === 'more') state = decoded.state;
      else finish(decoded.kind === 'header' ? decoded : { kind: 'none' });
    };
    const timer = setTimeout(onEnd, timeoutMs);
    stream.on('data', onData).once('end', onEnd).once('close', onEnd).resume();
  });
}

/** Who the client is behind the proxy; undefined where the connection's own addresses hold (LOCAL, UNKNOWN). */
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
