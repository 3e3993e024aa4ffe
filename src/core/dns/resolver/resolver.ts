/**
 * The resolver: one question in, one judged answer out.
 *
 * It asks a recursive server upstream and does not recurse itself. What is believed is a setting: `validate` asks with DO
 * and CD and judges by the chain of trust (chain.ts); `ad` believes the AD bit of a server on this host, `ad-any` that of
 * any; `none` judges nothing. Answers are kept with their status for their TTL; equal questions under way are one.
 */
import { type Clock, err, ok, type Result } from '../../../base/index.ts';
import { answerOctets, createCache, isPrivateFailure } from '../cache.ts';
import { rootAnchors, type TrustAnchor } from '../dnssec/anchors.ts';
import { defaultLimits, type Limits } from '../dnssec/limits.ts';
import type { Answer, DnsError, Exchange, LookupOptions, Name, Question, Resolver } from '../types.ts';
import { type BelievesServer, createBelievingJudge, createUnconcernedJudge, isLoopback } from './believing-judge.ts';
import { createChain } from './chain.ts';
import { type Followed, follow } from './follow.ts';
import type { Judge } from './judge.ts';
import { type TrustsAuthority, trustingAuthority } from './trusted-authority.ts';
import { type AskBits, createUpstream } from './upstream.ts';
import { createValidatingJudge } from './validating-judge.ts';
import { circumstancesNow } from './zone-keys.ts';

export type Trust = 'validate' | 'ad' | 'ad-any' | 'none';

export interface ResolverConfig {
  readonly exchange: Exchange;
  /** `now` decides on dates (`--at`), `monotonicMs` on what the cache keeps. */
  readonly clock: Clock;
  /** Default `validate`. */
  readonly trust?: Trust;
  /** Default: the root's keys. */
  readonly anchors?: readonly TrustAnchor[];
  /** Accept SHA-1 as before RFC 9905; default false. */
  readonly allowSha1?: boolean;
  /** Under `ad`: servers whose AD bit is believed although they are not on loopback (`options trust-ad`). */
  readonly believesServer?: BelievesServer;
  /** Zones whose own servers' answers count as secure. */
  readonly trustsAuthority?: TrustsAuthority;
  readonly limits?: Partial<Limits>;
  /** Memory for answers kept; default 32 MiB. What is known of zones has 8 MiB beside it. */
  readonly cacheOctets?: number;
}

/** A resolver that can also show its work. */
export interface ExaminingResolver extends Resolver {
  /** The look-up with every step and zone it went through, past the cache of answers. */
  examine(name: Name, type: number, options?: LookupOptions): Promise<Result<Followed, DnsError>>;
}

export function createResolver(config: ResolverConfig): ExaminingResolver {
  const { exchange, clock, trust = 'validate', limits } = config;
  const upstream = createUpstream(exchange, bitsFor(trust));
  const makeJudge = judgesFor(config);
  const answers = createCache<Kept, DnsError>({
    clock,
    maxOctets: config.cacheOctets ?? DEFAULT_CACHE_OCTETS,
    sizeOctets: ({ answer }) => answerOctets(answer),
    isPrivate: isPrivateFailure,
  });
  const aliasHops = limits?.aliasHops ?? defaultLimits.aliasHops;

  const examine = (question: Question, signal?: AbortSignal): Promise<Result<Followed, DnsError>> =>
    follow(question, upstream, makeJudge(), aliasHops, signal);

  const keep = async (question: Question): Promise<Result<Kept, DnsError>> => {
    const followed = await examine(question);
    if (!followed.ok) return followed;
    const { answer } = followed.value;
    return ok({ answer, ttlSeconds: answer.ttlSeconds, sinceMs: clock.monotonicMs() });
  };

  return {
    async lookup(name, type, options) {
      const signal = options?.signal;
      if (signal?.aborted) return err(abandoned({ name, type }));
      const key = `${type} ${name}`;
      const kept = answers.peek(key);
      if (kept !== undefined) return ok(aged(kept, clock));
      const flight = answers.get(key, () => keep({ name, type }));
      const landed = signal === undefined ? await flight : await untilAborted(flight, signal, { name, type });
      return landed.ok ? ok(landed.value.answer) : landed;
    },
    examine: (name, type, options) => examine({ name, type }, options?.signal),
    close: () => exchange.close(),
  };
}

const DEFAULT_CACHE_OCTETS = 32 * 1024 * 1024;

interface Kept {
  readonly answer: Answer;
  readonly ttlSeconds: number;
  /** Monotonic. */
  readonly sinceMs: number;
}

function bitsFor(trust: Trust): AskBits {
  return { dnssecOk: trust !== 'none', checkingDisabled: trust === 'validate' };
}

/** A judge for each look-up: the walk and its caches are shared, the work allowed is not. */
function judgesFor(config: ResolverConfig): () => Judge {
  const { trustsAuthority } = config;
  const make = ownJudges(config);
  return trustsAuthority === undefined ? make : () => trustingAuthority(make(), trustsAuthority);
}

function ownJudges(config: ResolverConfig): () => Judge {
  const { clock, exchange, trust = 'validate', allowSha1 = false, anchors = rootAnchors } = config;
  if (trust === 'none') return createUnconcernedJudge;
  if (trust !== 'validate') {
    const believes: BelievesServer = (server) =>
      trust === 'ad-any' || isLoopback(server) || config.believesServer?.(server) === true;
    return () => createBelievingJudge(believes);
  }
  const limits = { ...defaultLimits, ...config.limits };
  const upstream = createUpstream(exchange, bitsFor(trust));
  const chain = createChain({ upstream, clock, anchors, allowSha1, limits });
  return () => createValidatingJudge(chain, circumstancesNow({ clock, allowSha1, limits }));
}

/** TTLs count down while an answer is kept (RFC 1035 §3.2.1). */
function aged({ answer, sinceMs }: Kept, clock: Clock): Answer {
  const age = Math.floor((clock.monotonicMs() - sinceMs) / 1000);
  if (age === 0) return answer;
  return {
    ...answer,
    ttlSeconds: answer.ttlSeconds - age,
    records: answer.records.map((record) => ({ ...record, ttlSeconds: Math.max(0, record.ttlSeconds - age) })),
  };
}

/** One asker giving up does not end the flight that others wait for. */
function untilAborted<T>(
  flight: Promise<Result<T, DnsError>>,
  signal: AbortSignal,
  question: Question,
): Promise<Result<T, DnsError>> {
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(err(abandoned(question)));
    signal.addEventListener('abort', leave);
    flight.then((result) => {
      signal.removeEventListener('abort', leave);
      resolve(result);
    }, reject);
  });
}

function abandoned(question: Question): DnsError {
  return { code: 'dns/aborted', message: 'the look-up was abandoned', fault: 'local', temporary: true, question };
}
