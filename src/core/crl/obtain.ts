/** One CRL from one address: out of the cache while it is in time, else from the network (RFC 5280 §4.2.1.13, RFC 9110). */
import type { HttpResponse } from '../net/types.ts';
import { type Crl, readCrl, readCrlFile } from '../pki/index.ts';
import type { CachedCrl, CheckCode, CrlPorts, CrlQuestion } from './types.ts';

export type Obtained = Had | { readonly url: string; readonly code: CheckCode; readonly detail: string };

export interface Had {
  readonly url: string;
  readonly crl: Crl;
  readonly from: 'network' | 'cache';
  /** To be called once the CRL has proven good: a bad one that is kept would be believed in until it ends. */
  keep(): Promise<void>;
  /** The server's was older than the one we have had before. */
  readonly isServerBehind: boolean;
}

const MAX_REDIRECTS = 5;

export async function obtainCrl(url: string, question: CrlQuestion, ports: CrlPorts): Promise<Obtained> {
  if (!/^https?:\/\//i.test(url)) return notFetchable(url);
  const cached = await ports.cache?.get(url);
  const had = cached && readCrl(cached.der);
  const kept = had?.ok === true ? had.value : undefined;
  if (kept !== undefined && !question.refresh && isInTime(kept, question.at)) return fromCache(url, kept, false);
  const fetched = await fetchCrl(url, kept === undefined ? undefined : cached, question, ports);
  if ('code' in fetched)
    return kept !== undefined && isInTime(kept, question.at) ? fromCache(url, kept, false) : fetched;
  if (fetched.crl === undefined) return fromCache(url, kept!, false);
  if (kept !== undefined && isOlder(fetched.crl, kept) && isInTime(kept, question.at))
    return fromCache(url, kept, true);
  const { crl, entry } = fetched;
  return { url, crl, from: 'network', keep: async () => ports.cache?.put(url, entry), isServerBehind: false };
}

const fromCache = (url: string, crl: Crl, isServerBehind: boolean): Had => ({
  url,
  crl,
  from: 'cache',
  keep: async () => {},
  isServerBehind,
});

const isInTime = ({ thisUpdate, nextUpdate }: Crl, at: Date): boolean =>
  thisUpdate <= at && nextUpdate !== undefined && at <= nextUpdate;

const isOlder = (one: Crl, other: Crl): boolean => one.thisUpdate < other.thisUpdate;

type Fetched =
  | { readonly crl: Crl; readonly entry: CachedCrl }
  /** "Not modified": what was kept still is the newest. */
  | { readonly crl?: undefined; readonly entry?: undefined }
  | { readonly url: string; readonly code: CheckCode; readonly detail: string };

async function fetchCrl(
  url: string,
  cached: CachedCrl | undefined,
  { maxBytes, timeoutMs }: CrlQuestion,
  { fetch, signal }: CrlPorts,
): Promise<Fetched> {
  const answered = await fetch({
    url,
    headers: { accept: 'application/pkix-crl, */*;q=0.5', ...conditions(cached) },
    maxBodyBytes: maxBytes,
    maxRedirects: MAX_REDIRECTS,
    timeoutMs,
    ...(signal !== undefined && { signal }),
  });
  if (!answered.ok) {
    const code = answered.error.code === 'net/too-large' ? 'too-large' : 'unreachable';
    return { url, code, detail: answered.error.message };
  }
  const { status } = answered.value;
  if (status === 304 && cached !== undefined) return {};
  if (status !== 200) return { url, code: 'unreachable', detail: `${url}: it answered with HTTP status ${status}` };
  return readAnswer(url, answered.value);
}

function conditions(cached: CachedCrl | undefined): Readonly<Record<string, string>> {
  if (cached?.etag !== undefined) return { 'if-none-match': cached.etag };
  return cached?.lastModified === undefined ? {} : { 'if-modified-since': cached.lastModified };
}

/** DER is the rule (RFC 5280 §4.2.1.13); PEM is met with. */
function readAnswer(url: string, { body, headers }: HttpResponse): Fetched {
  const read = readCrlFile(body, url);
  const crl = read.ok ? read.value.crls[0] : undefined;
  if (crl === undefined) {
    const problem = read.ok ? read.value.unreadable[0] : undefined;
    const detail = problem?.detail ?? `${url}: what is there is no CRL`;
    return { url, code: problem?.code ?? 'malformed', detail };
  }
  const { etag, 'last-modified': lastModified } = headers;
  return {
    crl,
    entry: {
      der: crl.der,
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
    },
  };
}

function notFetchable(url: string): Obtained {
  const scheme = /^[a-z][a-z0-9+.-]*/i.exec(url)?.[0] ?? 'this';
  return { url, code: 'not-fetchable', detail: `${url}: ${scheme} addresses are not fetched, only http and https` };
}
