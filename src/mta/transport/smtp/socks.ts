/** `socks_proxy`: SOCKS5 servers in between, each with its own options (Exim spec §60.2). */
import { addressFamily, err, ok, type Random, type Result, systemErrorText } from '../../../base/index.ts';
import type { Connection, NetError, TcpDialOptions } from '../../../core/net/index.ts';
import { type SocksLogin, throughSocks } from '../../../core/proxy/index.ts';
import { type ExpansionHost, isFailure, readList } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import type { HostFacts } from './host-facts.ts';
import type { Errand } from './load.ts';
import { expandedText } from './settings.ts';
import type { HostTrouble } from './trouble.ts';

export interface Proxies {
  readonly dial: (address: string, port: number, options: TcpDialOptions) => Promise<Result<Connection, NetError>>;
  /** Part of what makes connections alike. */
  readonly key: string;
}

interface Proxy {
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly priority: number;
  readonly weight: number;
  readonly login?: SocksLogin;
}

/** Undefined: there is none in between. */
export async function proxiesFor(
  errand: Errand,
  facts: HostFacts,
  expansions: ExpansionHost,
): Promise<Result<Proxies | undefined, HostTrouble>> {
  const list = await expandedText(errand.delivery, 'socks_proxy', expansions);
  if (list === undefined) return ok(undefined);
  if (isFailure(list)) return err(trouble(`failed to expand socks_proxy: ${list.message}`));
  const proxies: Proxy[] = [];
  for (const item of readList(list).items) {
    const proxy = readProxy(item);
    if (typeof proxy === 'string') return err(trouble(`socks_proxy: ${proxy}`));
    proxies.push(proxy);
  }
  if (proxies.length === 0) return err(trouble('socks_proxy: the list is empty'));
  return ok({
    key: list,
    dial: (address, port, options) => dialThrough(proxies, { errand, facts, address, port, options }),
  });
}

const trouble = (text: string): HostTrouble => ({ errno: ERRNO.proxy, text, namesHost: false });

/** `address auth=name name=… pass=… port=… tmo=… pri=… weight=…`; or why it is none. */
function readProxy(item: string): Proxy | string {
  const [address = '', ...words] = item.trim().split(/\s+/);
  if (addressFamily(address) === 0) return `"${address}" is not an IP address`;
  const options = new Map<string, string>();
  for (const word of words) {
    const [, key, value] = /^(auth|name|pass|port|tmo|pri|weight)=(.*)$/s.exec(word) ?? [];
    if (key === undefined) return `"${word}" is not an option of a proxy`;
    options.set(key, value!);
  }
  const number = (key: string, otherwise: number): number => Number(options.get(key) ?? otherwise);
  const login =
    options.get('auth') === 'name'
      ? { name: options.get('name') ?? '', password: options.get('pass') ?? '' }
      : undefined;
  return {
    address,
    port: number('port', 1080),
    timeoutMs: number('tmo', 5) * 1000,
    priority: number('pri', 1),
    weight: number('weight', 1),
    ...(login !== undefined && { login }),
  };
}

interface Call {
  readonly errand: Errand;
  readonly facts: HostFacts;
  readonly address: string;
  readonly port: number;
  readonly options: TcpDialOptions;
}

/** Of the highest priority first, by weight among equals, until one leads there. */
async function dialThrough(proxies: readonly Proxy[], call: Call): Promise<Result<Connection, NetError>> {
  const { errand, facts, address, port, options } = call;
  const { net, clock, random } = errand.world;
  const until = clock.monotonicMs() + options.timeoutMs;
  let last: Result<Connection, NetError> | undefined;
  for (const proxy of inOrder(proxies, random)) {
    const left = until - clock.monotonicMs();
    if (left <= 0) break;
    const timeoutMs = Math.min(proxy.timeoutMs, left);
    const dialled = await net.dial(proxy.address, proxy.port, { ...options, timeoutMs });
    last = dialled.ok
      ? await throughSocks(dialled.value, { address, port, login: proxy.login, timeoutMs: left })
      : dialled;
    if (!dialled.ok) errand.world.log(`socks_sock_connect: ${systemErrorText(dialled.error.errno ?? 0)}`);
    if (!last.ok) continue;
    facts.proxy = { address: proxy.address, port: proxy.port };
    return last;
  }
  return err({ ...noProxy, ...(last?.ok === false && { message: last.error.message }) });
}

const noProxy: NetError = {
  code: 'net/failed',
  errno: ERRNO.proxy,
  message: 'no proxy answered in time',
  fault: 'network',
  temporary: true,
};

function inOrder(proxies: readonly Proxy[], random: Random): readonly Proxy[] {
  const left = [...proxies];
  const ordered: Proxy[] = [];
  while (left.length > 0) {
    const top = Math.max(...left.map(({ priority }) => priority));
    const equals = left.filter(({ priority }) => priority === top);
    const total = equals.reduce((sum, { weight }) => sum + weight, 0);
    const chosen = drawn(equals, total <= 0 ? 0 : random.below(total));
    ordered.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return ordered;
}

/** The one in whose share of all weights the mark falls. */
function drawn(equals: readonly Proxy[], mark: number): Proxy {
  let sum = 0;
  for (const proxy of equals) {
    sum += proxy.weight;
    if (mark < sum) return proxy;
  }
  return equals[0]!;
}
