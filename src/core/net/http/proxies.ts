/**
 * Which proxy a URL goes through, by the environment: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in either
 * case of letters, as curl reads them.
 *
 * An entry of `no_proxy` is a host with everything below it, an address, a network (192.0.2.0/24), any of them with `:PORT`
 * where it names a port, or `*` for all.
 */
import { BlockList, isIP } from 'node:net';
import { err, ok, type Result } from '../../../base/index.ts';
import type { NetError } from '../types.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param url  what is wanted
 * @returns the proxy's URL, or undefined where the way is direct; an error where the variable is no URL of a proxy
 */
export function proxyFor(url: URL, environment: Environment): Result<URL | undefined, NetError> {
  const [name, value] = proxyVariable(url, environment);
  if (value === '' || isExempt(url, either(environment, 'no_proxy')[1])) return ok(undefined);
  const text = value.includes('://') ? value : `http://${value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy !== undefined && (proxy.protocol === 'http:' || proxy.protocol === 'https:')) return ok(proxy);
  return err({
    code: 'net/address',
    message: `the environment's ${name} is no URL of an HTTP proxy`,
    hint: 'write http://HOST:PORT, or unset it',
    fault: 'configuration',
    temporary: false,
  });
}

/** HTTP_PROXY in capitals is a header of a request to a CGI script, and is not read where one runs. */
function proxyVariable({ protocol }: URL, environment: Environment): readonly [string, string] {
  const own = either(environment, protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  const isForged = own[0] === 'HTTP_PROXY' && environment.REQUEST_METHOD !== undefined;
  return own[1] === '' || isForged ? either(environment, 'all_proxy') : own;
}

function either(environment: Environment, name: string): readonly [string, string] {
  const upper = name.toUpperCase();
  const chosen = environment[name] !== undefined ? name : upper;
  return [chosen, environment[chosen]?.trim() ?? ''];
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return noProxy.split(/[,\s]+/).some((entry) => entry !== '' && covers(entry.toLowerCase(), host, port));
}

function covers(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetwork(entry, host);
  const [, bracketed, plain, entryPort] = /^(?:\[([^\]]+)\]|(.+?))(?::(\d+))?$/.exec(wholeAddress(entry)) ?? [];
  if (entryPort !== undefined && Number(entryPort) !== port) return false;
  const name = (bracketed ?? plain ?? '').replace(/^\*?\./, '').replace(/\.$/, '');
  return host === name || host.endsWith(`.${name}`);
}

/** A bare IPv6 address has colons and no port. */
const wholeAddress = (entry: string): string => (isIP(entry) === 6 ? `[${entry}]` : entry);

function isInNetwork(entry: string, host: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (Number(bits) > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
}
