/**
 * Resolvers that misbehave, each at an address of its own. To add one: a row here; `servfail` is the smallest to copy.
 * A mood stands around the good resolver's answers.
 */
import { concatBytes } from '../../base/index.ts';
import { RCODE } from '../../core/dns/index.ts';
import {
  changing,
  falsified,
  hasEdns,
  rewriting,
  stripped,
  truncated,
  unjudged,
  withoutDnssecOk,
} from './mood-changes.ts';
import { type Respond, refusal } from './respond.ts';

export interface ResolverMood {
  readonly name: string;
  /** From 192.0.2.1 up; the good resolver and the name servers stand at .53 to .55. */
  readonly address: string;
  readonly about: string;
  around(respond: Respond, options?: MoodOptions): Respond;
}

export interface MoodOptions {
  /** How long the slow one waits, in milliseconds; 3,000 when absent. */
  readonly slowMs?: number;
}

const DEFAULT_SLOW_MS = 3000;

export const RESOLVER_MOODS: readonly ResolverMood[] = [
  mood('strips', 1, 'removes every record of DNSSEC from its answers', rewriting(stripped)),
  mood(
    'no-edns',
    2,
    'answers FORMERR to whoever speaks EDNS',
    (respond) => (query, transport) => (hasEdns(query) ? refusal(query, RCODE.FORMERR) : respond(query, transport)),
  ),
  mood('servfail', 3, 'answers SERVFAIL to everything', () => (query) => refusal(query, RCODE.SERVFAIL)),
  mood('refuses', 4, 'answers REFUSED to everything', () => (query) => refusal(query, RCODE.REFUSED)),
  mood('silent', 5, 'never answers', () => () => undefined),
  mood(
    'garbage',
    6,
    'answers with octets that are no message',
    () => (query) => concatBytes([query.subarray(0, 2), Buffer.alloc(64, 0xff)]),
  ),
  mood(
    'wrong-id',
    7,
    'answers under another id',
    changing((response) => {
      response[0]! ^= 0xff;
    }),
  ),
  mood(
    'spoofs',
    8,
    'answers another question than the one asked',
    changing((response) => {
      if (response.length > 13) response[13]! = response[13]! === 0x7a ? 0x79 : 0x7a; // the first letter of the name
    }),
  ),
  mood('truncates', 9, 'truncates every answer, over TCP too', rewriting(truncated)),
  mood('lies', 10, 'answers with addresses and TLSA records that are not the signed ones', rewriting(falsified)),
  mood(
    'oversize',
    11,
    'answers over UDP with far more than was offered to take',
    (respond) => async (query, transport) => {
      const response = await respond(query, transport);
      return response === undefined || transport === 'stream'
        ? response
        : concatBytes([response, Buffer.alloc(30_000)]);
    },
  ),
  mood('slow', 12, 'takes its time over every answer', (respond, { slowMs = DEFAULT_SLOW_MS } = {}) => {
    return async (query, transport) => {
      await new Promise((resolve) => setTimeout(resolve, slowMs).unref());
      return respond(query, transport);
    };
  }),
  mood('ignores-do', 13, 'gives no signatures to whoever asks for them', (respond) => (query, transport) => {
    return respond(withoutDnssecOk(query), transport);
  }),
  mood('does-not-validate', 14, 'hands on bogus data like any other, and never sets AD', (respond) =>
    unjudged(respond, false),
  ),
  mood('believes', 15, 'sets AD on whatever it says', (respond) => unjudged(respond, true)),
  mood('udp-only', 16, 'truncates over UDP and keeps silent over TCP', (respond) => {
    const cut = rewriting(truncated)(respond);
    return (query, transport) => (transport === 'udp' ? cut(query, transport) : undefined);
  }),
];

function mood(name: string, last: number, about: string, around: ResolverMood['around']): ResolverMood {
  return { name, address: `192.0.2.${last}`, about, around };
}
