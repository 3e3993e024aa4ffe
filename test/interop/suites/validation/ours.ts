/** Our resolver above one of theirs. */
import { systemClock } from '../../../../src/base/index.ts';
import {
  type Answer,
  createExchange,
  createResolver,
  parseAnchors,
  parseQuestion,
  type Resolver,
} from '../../../../src/core/dns/index.ts';
import { createNet } from '../../../../src/core/net/index.ts';
import type { Question } from './types.ts';

export interface Ours {
  ask(question: Question): Promise<Answer>;
  close(): Promise<void>;
}

/** @param server  address of a resolver on port 53 */
export function createOurs(server: string, anchors: readonly string[], allowSha1: boolean): Ours {
  const trusted = parseAnchors(anchors.join('\n'));
  if (!trusted.ok) throw new Error(trusted.error.message);
  const net = createNet();
  const exchange = createExchange(net, [{ kind: 'plain', address: server, port: 53 }]);
  const resolver = createResolver({ exchange, clock: systemClock, anchors: trusted.value, allowSha1 });
  return {
    ask: (question) => ask(resolver, question),
    async close() {
      await resolver.close();
      await net.close();
    },
  };
}

async function ask(resolver: Resolver, { name, type }: Question): Promise<Answer> {
  const question = parseQuestion(name, type);
  if (!question.ok) throw new Error(question.error.message);
  const answer = await resolver.lookup(question.value.name, question.value.type);
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.value;
}
