/** Asking the resolver upstream: which bits are set, and which response codes are answers. */
import { err, ok, type Result } from '../../../base/index.ts';
import { formatRcode, RCODE } from '../codes.ts';
import { dnsError, refusalOf } from '../transport/errors.ts';
import type { DnsError, Exchange, Question, Reply } from '../types.ts';
import { type Response, responseOf } from './sections.ts';

export interface Upstream {
  ask(question: Question, signal?: AbortSignal): Promise<Result<Response, DnsError>>;
}

export interface AskBits {
  /** DO: send the DNSSEC records along (RFC 3225 §3). */
  readonly dnssecOk: boolean;
  /** CD: we validate ourselves, so send bogus data too (RFC 4035 §4.6, RFC 6840 §5.9). */
  readonly checkingDisabled: boolean;
}

export function createUpstream(exchange: Exchange, bits: AskBits): Upstream {
  return {
    async ask(question, signal) {
      const reply = await exchange.ask(question, { ...bits, recursionDesired: true, ...(signal && { signal }) });
      if (!reply.ok) return reply;
      const failure = failureIn(reply.value, question);
      return failure === undefined ? ok(responseOf(reply.value)) : err(failure);
    },
  };
}

/** A message that decides nothing. Codes other than NOERROR and NXDOMAIN say that the server could not or would not answer, never that something is absent. */
function failureIn({ message, server }: Reply, question: Question): DnsError | undefined {
  const { rcode, flags } = message;
  const attempt = { server, question };
  // What is missing from a message that was cut cannot be told from what does not exist (RFC 2181 §9).
  if (flags.tc) return dnsError('dns/garbage', 'peer', attempt, 'its answer is cut short, over TCP too');
  if (rcode === RCODE.NOERROR || rcode === RCODE.NXDOMAIN) return undefined;
  return refusalOf(message, attempt) ?? dnsError('dns/servfail', 'peer', attempt, `it answered ${formatRcode(rcode)}`);
}
