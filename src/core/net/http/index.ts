/**
 * HTTP and HTTPS by undici, bounded: body, redirects, time. Proxies come from the environment (proxies.ts), connections
 * go by the connect map and our resolver (connect.ts). No cookie, no cache, no content coding: what comes back is what was
 * sent. undici is loaded at the first request, since most commands never make one.
 */
import type { Dispatcher } from 'undici';
import { err, noTrace, ok, type Result, type Trace } from '../../../base/index.ts';
import { aborted, networkFailure, timedOut, tooLarge } from '../errors.ts';
import type { HttpRequest, HttpResponse, NetConfig, NetError } from '../types.ts';
import type { Dispatchers, Route } from './dispatchers.ts';
import { httpError } from './errors.ts';

export interface HttpClient {
  fetch(request: HttpRequest): Promise<Result<HttpResponse, NetError>>;
  close(): Promise<void>;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function createHttpClient(config: NetConfig): HttpClient {
  let dispatchers: Promise<Dispatchers> | undefined;
  const trace = config.trace ?? noTrace;
  return {
    async fetch(request) {
      dispatchers ??= import('./dispatchers.ts').then(({ createDispatchers }) => createDispatchers(config));
      return fetchTraced(request, await dispatchers, trace);
    },
    close: async () => (await dispatchers)?.close(),
  };
}

async function fetchTraced(
  request: HttpRequest,
  dispatchers: Dispatchers,
  trace: Trace,
): Promise<Result<HttpResponse, NetError>> {
  trace({ source: 'http', direction: 'out', peer: request.url, text: request.method ?? 'GET' });
  const answered = await followed(request, dispatchers);
  const text = answered.ok ? `${answered.value.status}, ${answered.value.body.length} octets` : answered.error.message;
  trace({ source: 'http', direction: 'in', peer: request.url, text });
  return answered;
}

type Hop = Pick<HttpRequest, 'url' | 'method' | 'body'>;

async function followed(request: HttpRequest, dispatchers: Dispatchers): Promise<Result<HttpResponse, NetError>> {
  const deadline = AbortSignal.timeout(Math.ceil(request.timeoutMs));
  const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
  let hop: Hop = request;
  for (let hops = 0; ; hops += 1) {
    const answered = await once({ ...request, ...hop, signal }, deadline, request.signal, dispatchers);
    if (!answered.ok || 'body' in answered.value) return answered as Result<HttpResponse, NetError>;
    const max = request.maxRedirects ?? 0;
    if (hops >= max) return err(networkFailure('net/http', `${hop.url}: redirected more than ${max} times`, 'peer'));
    const next = nextHop(request, hop, answered.value);
    if (!next.ok) return next;
    hop = next.value;
  }
}

interface Redirect {
  readonly status: number;
  readonly location: string;
}

/**
 * 303 says to fetch with GET (RFC 9110 §15.4.4). 301 and 302 may turn a POST into a GET (§15.4.2), and here do not: what
 * is asked is in the body.
 */
function nextHop(request: HttpRequest, hop: Hop, { status, location }: Redirect): Result<Hop, NetError> {
  if (!URL.canParse(location, hop.url)) return err(badRedirect(hop.url, 'what is no URL'));
  const next = new URL(location, hop.url);
  if (next.protocol !== 'http:' && next.protocol !== 'https:')
    return err(badRedirect(hop.url, `a ${next.protocol} address`));
  if (status === 303) return ok({ url: next.href, method: 'GET', body: undefined });
  return ok({ url: next.href, method: hop.method ?? request.method ?? 'GET', body: hop.body });
}

const badRedirect = (url: string, to: string): NetError =>
  networkFailure('net/http', `${url}: redirected to ${to}`, 'peer');

async function once(
  request: HttpRequest & { readonly signal: AbortSignal },
  deadline: AbortSignal,
  asked: AbortSignal | undefined,
  dispatchers: Dispatchers,
): Promise<Result<HttpResponse | Redirect, NetError>> {
  const { url } = request;
  if (!URL.canParse(url)) return err(networkFailure('net/address', `"${url}" is no URL`, 'configuration'));
  const route = await dispatchers.routeFor(new URL(url), request.http2 === true);
  if (!route.ok) return route;
  const { proxy } = route.value;
  const where = proxy === undefined ? url : `${url} through the proxy ${proxy}`;
  try {
    const response = await send(request, route.value);
    const { location } = response.headers;
    if (request.keepsRedirect === true || !REDIRECTS.has(response.statusCode) || typeof location !== 'string')
      return await bounded(request, response, proxy);
    response.body.on('error', () => {}).destroy();
    return ok({ status: response.statusCode, location });
  } catch (cause) {
    if (deadline.aborted) return err(timedOut(where, request.timeoutMs, 'no answer'));
    return err(asked?.aborted === true ? aborted(where) : httpError(cause, where));
  }
}

async function send(
  request: HttpRequest & { readonly signal: AbortSignal },
  { dispatcher }: Route,
): Promise<Dispatcher.ResponseData> {
  const undici = await import('undici');
  return undici.request(request.url, {
    dispatcher,
    signal: request.signal,
    method: request.method ?? 'GET',
    headers: { 'user-agent': 'mxray', ...request.headers },
    headersTimeout: 0, // the signal is the deadline
    bodyTimeout: 0,
    ...(request.body !== undefined && { body: request.body }),
  });
}

async function bounded(
  request: HttpRequest,
  response: Dispatcher.ResponseData,
  proxy: string | undefined,
): Promise<Result<HttpResponse, NetError>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > request.maxBodyBytes) return err(tooLarge(request.url, 'the body', request.maxBodyBytes)); // leaving the loop ends the body
    parts.push(part);
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return ok({
    status: response.statusCode,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(parts),
    url: request.url,
    ...(proxy !== undefined && { proxy }),
  });
}
