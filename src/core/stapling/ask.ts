/** Asking responders for a proof: URLs in order, retries with jitter, GET then POST, every answer verified at once. */

import type { HttpRequest, HttpResponse } from '../net/types.ts';
import { createNonce, createOcspRequest, ocspGetUrl, verifyOcsp } from '../ocsp/index.ts';
import type { OcspVerdict } from '../ocsp/types.ts';
import type { Certificate } from '../pki/index.ts';
import type { AskOptions, Attempt, ClockCheck, Obtained, Oddity, StaplePorts, Subject } from './types.ts';

/** A response with a chain of RSA-4096 certificates has 10 KB. */
export const MAX_RESPONSE_BYTES = 256 * 1024;
const MAX_REDIRECTS = 5;
const REQUEST_TYPE = 'application/ocsp-request';
const RESPONSE_TYPE = 'application/ocsp-response';
/** RFC 5019 §4 and Exim allow five minutes between clocks. */
const CLOCK_SKEW_MS = 300_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;

interface Answer {
  readonly verdict: OcspVerdict;
  readonly response: Uint8Array;
}

interface Asked {
  readonly attempt: Attempt;
  readonly answer?: Answer;
  readonly oddities: readonly Oddity[];
  readonly clock?: ClockCheck;
}

/** The first responder that says good or revoked ends it; else all were asked, and the last answer counts. */
export async function askResponders(subject: Subject, options: AskOptions, ports: StaplePorts): Promise<Obtained> {
  const attempts: Attempt[] = [];
  const oddities: Oddity[] = [];
  let clock: ClockCheck | undefined;
  let best: { readonly answer: Answer; readonly responder: string } | undefined;
  for (const url of subject.urls) {
    for await (const { attempt, answer, oddities: odd, clock: checked = clock } of askOne(
      url,
      subject,
      options,
      ports,
    )) {
      attempts.push(attempt);
      clock = checked;
      oddities.push(...odd);
      if (answer !== undefined && rank(answer) >= rank(best?.answer)) best = { answer, responder: url };
    }
    if (isSettled(best?.answer) || ports.signal?.aborted === true) break;
  }
  const answered = best === undefined ? {} : { ...best.answer, responder: best.responder };
  return { ...answered, attempts, oddities, ...(clock !== undefined && { clock }) };
}

const isSettled = (answer: Answer | undefined): boolean => rank(answer) >= 3;

function rank(answer: Answer | undefined): number {
  if (answer === undefined) return 0;
  return { invalid: 1, unknown: 2, good: 3, revoked: 4 }[answer.verdict.status];
}

/** Attempts at one responder, until one is settled or nothing better is to be expected. */
async function* askOne(url: string, subject: Subject, options: AskOptions, ports: StaplePorts): AsyncGenerator<Asked> {
  for (let round = 0; ; round += 1) {
    let isTemporary = false;
    for await (const asked of askByMethods(url, subject, options, ports)) {
      yield asked;
      if (isSettled(asked.answer)) return;
      isTemporary = asked.attempt.temporary;
    }
    if (!isTemporary || round >= options.retries || ports.signal?.aborted === true) return;
    await ports.sleep(pauseMs(round, ports));
  }
}

/** Twice as long each time, from half of it to all of it, so that those who failed together do not come back together. */
function pauseMs(round: number, { random }: StaplePorts): number {
  const full = Math.min(FIRST_PAUSE_MS * 2 ** round, MAX_PAUSE_MS);
  return full / 2 + random.below(full / 2);
}

/** In `auto` what GET did not bring is asked for by POST: caches with old answers, servers that know no GET. */
async function* askByMethods(
  url: string,
  subject: Subject,
  options: AskOptions,
  ports: StaplePorts,
): AsyncGenerator<Asked> {
  const nonce = options.nonce ? createNonce(ports.random) : undefined;
  const { certificate, issuer } = subject;
  const { digest, method } = options;
  const request = await createOcspRequest({ certificate, issuer, digest, ...(nonce !== undefined && { nonce }) });
  const getUrl = method === 'post' || (method === 'auto' && nonce !== undefined) ? undefined : ocspGetUrl(url, request);
  const judge = (response: Uint8Array): OcspVerdict =>
    verifyOcsp({
      response,
      certificate,
      issuer,
      ...trustFor(subject, options),
      at: ports.clock.now(),
      ...(nonce && { nonce }),
    });
  if (getUrl !== undefined) {
    const byGet = await askOnce({ url: getUrl, method: 'GET' }, url, judge, options, ports);
    yield byGet;
    if (method === 'get' || isSettled(byGet.answer) || isUnreached(byGet)) return;
  }
  const headers = { 'content-type': REQUEST_TYPE };
  yield await askOnce({ url, method: 'POST', body: request, headers }, url, judge, options, ports);
}

/** By which the issuer is to be trusted. */
export function trustFor(
  { others = [] }: Subject,
  { roots, chain }: Pick<AskOptions, 'roots' | 'chain'>,
): { readonly roots: readonly Certificate[]; readonly chain: readonly Certificate[] } {
  return { roots, chain: [...chain, ...others] };
}

/** Nobody there, or nobody we trust: another method would meet the same. */
const isUnreached = ({ attempt, answer }: Asked): boolean =>
  answer === undefined && attempt.code.startsWith('net/') && attempt.code !== 'net/http';

async function askOnce(
  request: Pick<HttpRequest, 'url' | 'method' | 'body' | 'headers'>,
  responder: string,
  judge: (response: Uint8Array) => OcspVerdict,
  options: AskOptions,
  ports: StaplePorts,
): Promise<Asked> {
  const began = ports.clock.monotonicMs();
  const fetched = await ports.fetch({
    ...request,
    headers: { accept: RESPONSE_TYPE, ...request.headers },
    maxBodyBytes: MAX_RESPONSE_BYTES,
    maxRedirects: MAX_REDIRECTS,
    timeoutMs: options.timeoutMs,
    ...(ports.signal !== undefined && { signal: ports.signal }),
  });
  const facts = {
    url: responder,
    method: request.method ?? 'GET',
    durationMs: Math.round(ports.clock.monotonicMs() - began),
  };
  if (!fetched.ok) {
    const { code, temporary } = fetched.error;
    const detail = fetched.error.message.replaceAll(request.url, responder);
    return { attempt: { ...facts, code, detail, temporary }, oddities: [] };
  }
  const observed = observe(fetched.value, responder, options);
  if (fetched.value.status !== 200)
    return { attempt: { ...facts, ...httpFailure(fetched.value, responder) }, ...observed };
  const response = fetched.value.body;
  const verdict = judge(response);
  const { code, detail } = verdict;
  const temporary = code === 'try-later' || code === 'internal-error';
  return {
    attempt: { ...facts, code, detail: told(detail, verdict, fetched.value), temporary },
    answer: { verdict, response },
    ...observed,
  };
}

/** Who sends a page of HTML sees its type; the rest is the verdict's. */
function told(detail: string, { code }: OcspVerdict, { headers, body }: HttpResponse): string {
  if (code !== 'malformed') return detail;
  return `the answer is no OCSP response: ${body.length} octets of type "${contentType(headers) || 'none'}"`;
}

/** 408, 429 and what is the server's own trouble may pass (RFC 9110 §15). */
function httpFailure({ status, headers, proxy }: HttpResponse, responder: string) {
  const temporary = status >= 500 || status === 408 || status === 429;
  const type = contentType(headers);
  const where = proxy === undefined ? responder : `${responder} through the proxy ${proxy}`;
  const detail = `${where}: it answered with HTTP status ${status}${type === '' ? '' : ` and content of type "${type}"`}`;
  return { code: 'http-status', detail, temporary };
}

const contentType = (headers: HttpResponse['headers']): string =>
  (headers['content-type'] ?? '')
    .split(';')[0]!
    .trim()
    .toLowerCase()
    .replace(/[^\x21-\x7e]/g, '')
    .slice(0, 60);

type Observed = Pick<Asked, 'oddities' | 'clock'>;

function observe({ status, headers }: HttpResponse, url: string, { comparesClock }: AskOptions): Observed {
  const type = contentType(headers);
  const odd: readonly Oddity[] =
    status === 200 && type !== RESPONSE_TYPE ? [{ kind: 'content-type', url, contentType: type }] : [];
  if (!comparesClock) return { oddities: odd };
  const behindMs = clockBehindMs(headers);
  if (!Number.isFinite(behindMs)) return { oddities: odd, clock: 'no-date' };
  if (Math.abs(behindMs) <= CLOCK_SKEW_MS) return { oddities: odd, clock: 'agrees' };
  return { oddities: [...odd, { kind: 'clock', url, behindMs }], clock: 'differs' };
}

/** By the Date of the answer and the time it spent in caches (RFC 9110 §6.6.1, RFC 9111 §5.1). */
function clockBehindMs(headers: HttpResponse['headers']): number {
  const age = /^\d{1,9}$/.test(headers.age ?? '') ? Number(headers.age) * 1000 : 0;
  return Date.parse(headers.date ?? '') + age - Date.now();
}
