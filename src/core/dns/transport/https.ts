/** DNS over HTTPS: each query a POST (RFC 8484 §4.1). */
import { err, ok, type Result } from '../../../base/index.ts';
import type { HttpResponse, Net } from '../../net/types.ts';
import { MAX_MESSAGE_OCTETS } from '../message/types.ts';
import type { DnsError } from '../types.ts';
import { type Channel, type ChannelRequest, dialOptions } from './channel.ts';
import { type Attempt, dnsError, fromNetError } from './errors.ts';
import { fit } from './fits.ts';

const MEDIA_TYPE = 'application/dns-message';

export function createHttpsChannel(net: Net, url: string): Channel {
  return { transport: 'https', ask: (request) => askHttps(net, url, request), close: () => {} };
}

async function askHttps(net: Net, url: string, request: ChannelRequest): Promise<Result<Uint8Array, DnsError>> {
  const query = withoutId(request.query);
  const attempt = { server: url, question: request.question };
  const response = await net.fetch({
    url,
    method: 'POST',
    headers: { 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE },
    body: query,
    maxBodyBytes: MAX_MESSAGE_OCTETS,
    // A POST that is led elsewhere would tell the question to a server nobody chose.
    maxRedirects: 0,
    http2: true,
    ...dialOptions(request),
  });
  if (!response.ok) return err(fromNetError(response.error, attempt));
  const fault = faultOf(response.value);
  if (fault !== undefined) return err(dnsError('dns/garbage', 'peer', attempt, fault));
  const { body } = response.value;
  if (fit(query, body, request.exactCase) === 'fits') return ok(body);
  return err(mismatch(attempt));
}

function faultOf({ status, headers }: HttpResponse): string | undefined {
  // "Only … 2xx … contain a DNS response" (RFC 8484 §4.2.1)
  if (status < 200 || status > 299) return `it answered with HTTP status ${status}`;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === MEDIA_TYPE ? undefined : `it answered with content of type "${type.slice(0, 60)}", not ${MEDIA_TYPE}`;
}

function mismatch(attempt: Attempt): DnsError {
  return dnsError('dns/mismatch', 'peer', attempt, 'the response is to another question');
}

/** "a DNS ID of 0 in every DNS request", so that caches see equal requests (RFC 8484 §4.1). */
function withoutId(query: Uint8Array): Uint8Array {
  const copy = query.slice();
  copy[0] = 0;
  copy[1] = 0;
  return copy;
}
