/** A resolver over an in-memory world: root and org signed, whatever a test adds below. */
import { anchorsFrom, createResolver, type ExaminingResolver, type ResolverConfig } from '../../src/core/dns/index.ts';
import type { Answer } from '../../src/core/dns/types.ts';
import { createWorld, fixedClock, type TestZone, type World, type WorldOptions, zone } from './dns.ts';

const root = zone('', {});
const org = zone('org', {});

export interface Setting {
  readonly world: World;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly resolver: ExaminingResolver;
}

/** @param zones  replace or join the root and org, by apex */
export function setting(
  zones: readonly TestZone[],
  options: WorldOptions = {},
  config: Partial<ResolverConfig> = {},
): Setting {
  const all = new Map([root, org, ...zones].map((each) => [each.apex, each]));
  const world = createWorld([...all.values()], options);
  const clock = fixedClock();
  const anchors = anchorsFrom(world.anchorRecords());
  return { world, clock, resolver: createResolver({ exchange: world.exchange, clock, anchors, ...config }) };
}

export async function answerOf({ resolver }: Setting, name: string, type: number): Promise<Answer> {
  const result = await resolver.lookup(name, type);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** Status and the codes of the reasons, last first: what most tests are about. */
export function verdictOf(answer: Answer): { status: string; rcode: number; code: string | undefined } {
  return { status: answer.status, rcode: answer.rcode, code: answer.reasons.at(-1)?.code };
}
