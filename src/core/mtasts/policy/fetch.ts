/** The policy as it is served: HTTPS, status 200, no redirect, at most 64 KiB within a minute (RFC 8461 §3.3). */
import type { Name } from '../../dns/index.ts';
import type { HttpResponse, NetError } from '../../net/types.ts';
import type { FetchOutcome, MtaStsPorts } from '../types.ts';

export const policyHost = (domain: Name): Name => `mta-sts.${domain}`;
export const policyUrl = (domain: Name): string => `https://${policyHost(domain)}/.well-known/mta-sts.txt`;

/** Both as suggested in RFC 8461 §3.3. */
const MAX_POLICY_BYTES = 64 * 1024;
const MAX_WAIT_MS = 60_000;

export interface FetchedPolicy {
  readonly outcome: FetchOutcome;
  readonly detail?: string;
  readonly httpStatus?: number;
  readonly mediaType?: string;
  readonly octets?: Uint8Array;
}

export async function fetchPolicy(
  domain: Name,
  timeoutMs: number,
  { fetch, signal }: Pick<MtaStsPorts, 'fetch' | 'signal'>,
): Promise<FetchedPolicy> {
  const answered = await fetch({
    url: policyUrl(domain),
    maxBodyBytes: MAX_POLICY_BYTES,
    keepsRedirect: true,
    timeoutMs: Math.min(timeoutMs, MAX_WAIT_MS),
    ...(signal !== undefined && { signal }),
  });
  return answered.ok ? readResponse(answered.value) : readFailure(answered.error);
}

function readResponse({ status, headers, body }: HttpResponse): FetchedPolicy {
  const mediaType = headers['content-type'];
  const facts = { httpStatus: status, ...(mediaType !== undefined && { mediaType }) };
  if (status >= 300 && status < 400)
    return { ...facts, outcome: 'redirect', detail: `status ${status}, to ${headers.location ?? 'nowhere'}` };
  if (status !== 200) return { ...facts, outcome: 'http-status', detail: `status ${status}` };
  return { ...facts, outcome: 'ok', octets: body };
}

function readFailure({ code, message, temporary }: NetError): FetchedPolicy {
  return {
    outcome: OUTCOMES[code] ?? (temporary || code !== 'net/lookup' ? 'unreachable' : 'no-host'),
    detail: message,
  };
}

const OUTCOMES: Partial<Record<NetError['code'], FetchOutcome>> = {
  'net/untrusted': 'untrusted',
  'net/too-large': 'too-large',
  'net/http': 'not-https',
};

/** `text/plain`, with whatever charset (RFC 8461 §3.2). */
export const isPlainText = (mediaType: string | undefined): boolean =>
  /^text\/plain[ \t]*(?:;|$)/i.test(mediaType?.trim() ?? '');
