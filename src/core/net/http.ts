/**
 * HTTP and HTTPS by undici, bounded: body, redirects, time. Proxies come from the environment (`HTTPS_PROXY`, `NO_PROXY`).
 * undici is loaded at the first request, since most commands never make one.
 */
import { isIP } from 'node:net';
import type { Agent, Dispatcher } from 'undici';
import { err, noTrace, ok, type Result } from '../../base/index.ts';
import { aborted, netError, timedOut, tooLarge } from './errors.ts';
import type { HttpRequest, HttpResponse, NetConfig, NetError } from './types.ts';

export interface HttpClient {
  fetch(request: HttpRequest): Promise<Result<HttpResponse, NetError>>;
  close(): Promise<void>;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function createHttpClient(config: NetConfig): HttpClient {
  let dispatcher: Promise<Dispatcher> | undefined;
  const trace = config.trace ?? noTrace;
  return {
    async fetch(request) {
      const deadline = AbortSignal.timeout(Math.ceil(request.timeoutMs));
      const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
      dispatcher ??= createDispatcher(config);
      try {
        trace({ source: 'http', direction: 'out', peer: request.url, text: request.method ?? 'GET' });
        const answered = await followed(request, await dispatcher, signal);
        trace({ source: 'http', direction: 'in', peer: request.url, text: outcomeText(answered) });
        return answered;
      } catch (cause) {
        if (deadline.aborted) return err(timedOut(request.url, request.timeoutMs, 'no answer'));
        return err(request.signal?.aborted === true ? aborted(request.url) : netError(cause, request.url));
      }
    },
    async close() {
      await (await dispatcher)?.destroy();
    },
  };
}

const outcomeText = (answered: Result<HttpResponse, NetError>): string =>
  answered.ok ? `${answered.value.status}, ${answered.value.body.length} octets` : answered.error.message;

async function createDispatcher(config: NetConfig): Promise<Dispatcher> {
  const undici = await import('undici');
  const ca = config.caPem !== undefined && { ca: config.caPem };
  if (config.connectMap === undefined && config.source === undefined) {
    return new undici.EnvHttpProxyAgent({ connect: { ...ca } });
  }
  return new undici.Agent({ connect: mappedConnector(undici.buildConnector({ ...ca }), config) });
}

type Connector = Extract<NonNullable<Agent.Options['connect']>, (...args: never[]) => unknown>;

/** The connect map leads to another socket; name, SNI and certificate check stay those of the URL. */
function mappedConnector(connector: Connector, config: NetConfig): Connector {
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const to = config.connectMap?.resolve(options.hostname, port) ?? { host: options.hostname, port };
    const servername = options.servername ?? (isIP(options.hostname) === 0 ? options.hostname : undefined);
    const source = config.source !== undefined && { localAddress: config.source };
    connector(
      {
        ...options,
        ...source,
        hostname: to.host,
        port: String(to.port),
        ...(servername !== undefined && { servername }),
      },
      callback,
    );
  };
}

async function followed(
  request: HttpRequest,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Result<HttpResponse, NetError>> {
  let { url } = request;
  for (let hops = 0; ; hops += 1) {
    const response = await once(request, url, dispatcher, signal);
    const location = response.headers.location;
    if (!REDIRECTS.has(response.statusCode) || typeof location !== 'string' || request.method === 'POST') {
      return bounded(request, url, response);
    }
    await response.body.dump();
    if (hops >= (request.maxRedirects ?? 0)) return err(tooManyRedirects(request, hops));
    const next = new URL(location, url);
    if (next.protocol !== 'http:' && next.protocol !== 'https:') return err(badRedirect(url, next.protocol));
    url = next.href;
  }
}

async function once(
  request: HttpRequest,
  url: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { request: send } = await import('undici');
  return send(url, {
    dispatcher,
    signal,
    method: request.method ?? 'GET',
    headers: { 'user-agent': 'mxray', ...request.headers },
    ...(request.body !== undefined && { body: request.body }),
  });
}

async function bounded(
  request: HttpRequest,
  url: string,
  response: Dispatcher.ResponseData,
): Promise<Result<HttpResponse, NetError>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > request.maxBodyBytes) return err(tooLarge(url, 'the body', request.maxBodyBytes)); // leaving the loop ends the body
    parts.push(part);
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return ok({ status: response.statusCode, headers: Object.fromEntries(headers), body: Buffer.concat(parts), url });
}

function tooManyRedirects({ url }: HttpRequest, hops: number): NetError {
  return { code: 'net/http', message: `${url}: redirected more than ${hops} times`, fault: 'peer', temporary: false };
}

function badRedirect(url: string, protocol: string): NetError {
  return { code: 'net/http', message: `${url}: redirected to a ${protocol} address`, fault: 'peer', temporary: false };
}
