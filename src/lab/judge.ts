/**
 * What the lab's resolver thinks of its own answers, so that it sets AD and refuses bogus data as a validating resolver
 * does (RFC 4035 §3.2.2–3.2.3). The thinking is core/dns's, over the same zones without a socket.
 */
import type { Clock } from '../base/index.ts';
import { createResolver, type Message, type Resolver, type TrustAnchor } from '../core/dns/index.ts';
import { exchangeOver, type Verdict, type Zones } from './dns/index.ts';

export interface JudgeOptions {
  readonly zones: Zones;
  readonly anchors: readonly TrustAnchor[];
  readonly clock: Clock;
}

export interface Judge {
  judge(message: Message): Promise<Verdict>;
  /** After a change of zones. */
  forget(): void;
}

export function createJudge({ zones, anchors, clock }: JudgeOptions): Judge {
  const start = (): Resolver => createResolver({ exchange: exchangeOver(zones), anchors, clock });
  let resolver = start();
  return {
    async judge({ questions }) {
      const question = questions[0]!;
      const found = await resolver.lookup(question.name, question.type);
      const status = found.ok ? found.value.status : 'indeterminate';
      return { authenticated: status === 'secure', isBogus: status === 'bogus' };
    },
    forget: () => {
      resolver = start();
    },
  };
}
