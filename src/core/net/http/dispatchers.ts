/** undici's agents: one for what is reached directly, one for each proxy; made when first needed, closed together. */
import { checkServerIdentity } from 'node:tls';
import type { Dispatcher } from 'undici';
import { ok, type Result } from '../../../base/index.ts';
import type { NetConfig, NetError } from '../types.ts';
import { createConnector } from './connect.ts';
import { proxyFor } from './proxies.ts';

export interface Route {
  readonly dispatcher: Dispatcher;
  /** `http://proxy.example.org:3128`, without what is secret in it. */
  readonly proxy?: string;
}

export interface Dispatchers {
  /** @param http2  offer HTTP/2 beside HTTP/1.1 (RFC 9113 §3.2), where no proxy is between */
  routeFor(url: URL, http2: boolean): Promise<Result<Route, NetError>>;
  close(): Promise<void>;
}

type Undici = typeof import('undici');

/** To one host: undici opens one a request until it knows that one carries them all; with HTTP/1.1 they take turns. */
const HTTP2_CONNECTIONS = 4;

export function createDispatchers(config: NetConfig): Dispatchers {
  const made = new Map<string, Dispatcher>();
  const keep = (key: string, make: () => Dispatcher): Dispatcher => {
    const dispatcher = made.get(key) ?? make();
    made.set(key, dispatcher);
    return dispatcher;
  };
  return {
    async routeFor(url, http2) {
      const undici = await import('undici');
      const proxy = proxyFor(url, config.environment ?? process.env);
      if (!proxy.ok) return proxy;
      if (proxy.value === undefined)
        return ok({ dispatcher: keep(http2 ? 'http2' : '', () => directAgent(undici, config, http2)) });
      const { href, origin } = proxy.value;
      return ok({ dispatcher: keep(href, () => proxyAgent(undici, proxy.value!, config)), proxy: origin });
    },
    async close() {
      await Promise.all([...made.values()].map((dispatcher) => dispatcher.destroy()));
    },
  };
}

function directAgent(undici: Undici, config: NetConfig, allowH2: boolean): Dispatcher {
  const connector = undici.buildConnector({ ...trust(config), timeout: 0, allowH2 });
  const few = allowH2 && { connections: HTTP2_CONNECTIONS };
  return new undici.Agent({ connect: createConnector(connector, config), allowH2, ...few });
}

/**
 * http: is asked of the proxy by the whole URL, https: through a tunnel. The map holds for the proxy, which is what is
 * dialled; where the proxy goes is its own affair.
 */
function proxyAgent(undici: Undici, proxy: URL, config: NetConfig): Dispatcher {
  const port = Number(proxy.port) || (proxy.protocol === 'https:' ? 443 : 80);
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  const to = config.connectMap?.resolve(host, port) ?? { host, port };
  const uri = new URL(proxy);
  uri.hostname = to.host.includes(':') ? `[${to.host}]` : to.host;
  uri.port = String(to.port);
  const source = config.source !== undefined && { localAddress: config.source };
  return new undici.ProxyAgent({
    uri: uri.href,
    proxyTunnel: false,
    requestTls: trust(config),
    proxyTls: { ...trust(config), ...(to.host !== host && { servername: host }) },
    clientFactory: (origin, options) => new undici.Pool(origin, { ...options, ...source }),
    factory: (origin, options) => new undici.Pool(origin, { ...options, ...source }),
  });
}

interface Trust {
  readonly ca?: string;
  readonly checkServerIdentity: typeof checkServerIdentity;
}

const trust = ({ caPem }: NetConfig): Trust => ({
  ...(caPem !== undefined && { ca: caPem }),
  checkServerIdentity: withoutCommonName,
});

/** Common names do not count (RFC 9110 §4.3.4); node:tls takes one where there is no other name. */
const withoutCommonName: typeof checkServerIdentity = (host, certificate) =>
  checkServerIdentity(host, { ...certificate, subject: {} as typeof certificate.subject });
