/**
 * Equal questions of one run are one question: an exchange with a short memory.
 *
 * A check of many subjects comes to the same names by several ways (an alias that is followed and a host that is named, an
 * answer with TTL 0, a server that fails). It is one transaction, within which an answer may be used again whatever its TTL
 * (RFC 1035 §3.2.1); what a question came to is remembered for half a minute, silence and refusals as well.
 */
import { type Clock, ok, type Result } from '../../../base/index.ts';
import { createCache, isPrivateFailure } from '../cache.ts';
import type { AskOptions, DnsError, Exchange, Question, Reply } from '../types.ts';

const KEPT_SECONDS = 30;
const MAX_OCTETS = 8 * 1024 * 1024;
/** A message as read, with its records; the largest are some times that. */
const REPLY_OCTETS = 4096;

interface Kept {
  readonly came: Result<Reply, DnsError>;
  readonly ttlSeconds: number;
}

export function askOnce(exchange: Exchange, clock: Clock): Exchange {
  const replies = createCache<Kept, DnsError>({
    clock,
    maxOctets: MAX_OCTETS,
    sizeOctets: () => REPLY_OCTETS,
    isPrivate: isPrivateFailure,
  });
  return {
    async ask(question, options) {
      const kept = await replies.get(keyOf(question, options), async () => {
        const came = await exchange.ask(question, options);
        return came.ok || !isPrivateFailure(came.error) ? ok({ came, ttlSeconds: KEPT_SECONDS }) : came;
      });
      return kept.ok ? kept.value.came : kept;
    },
    close: () => exchange.close(),
  };
}

const keyOf = ({ name, type }: Question, { dnssecOk, checkingDisabled, recursionDesired = true }: AskOptions): string =>
  [type, dnssecOk, checkingDisabled, recursionDesired, name].join(' ');
