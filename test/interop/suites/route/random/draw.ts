/** Configurations of routers and addresses for them, by a seed: every driver, preconditions, redirect data, lists, affixes. */
import { seededRandom } from '../../../../../src/base/index.ts';
import type { RouteConfiguration } from '../configurations.ts';
import * as words from './vocabulary.ts';

const ROUTERS = { least: 3, more: 4 };
const ADDRESSES = 12;

export function drawConfiguration(seed: number): RouteConfiguration {
  const random = seededRandom(seed);
  const draw = new Draw((below) => random.below(below));
  const routers = Array.from({ length: ROUTERS.least + random.below(ROUTERS.more) }, (_, at) => `r${at}`);
  return {
    name: `random-${seed}`,
    main: draw.lines(words.MAIN, 2).join('\n').concat(words.ALWAYS),
    routers: routers.map((name, at) => draw.router(name, routers.slice(at + 1))).join(''),
    files: words.FILES,
    addresses: [...new Set(Array.from({ length: ADDRESSES }, () => draw.address()))],
    localParts: [],
    domains: [],
  };
}

class Draw {
  private readonly below: (limit: number) => number;
  constructor(below: (limit: number) => number) {
    this.below = below;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** At most so many, each once, no option twice. */
  lines(from: readonly string[], most: number): readonly string[] {
    const chosen = new Map<string, string>();
    for (let left = this.below(most + 1); left > 0; left -= 1) {
      const line = this.pick(from);
      const name = /^(?:no_|not_)?(\S+)/.exec(line)?.[1] ?? line;
      if (!chosen.has(name)) chosen.set(name, line);
    }
    return [...chosen.values()];
  }

  router(name: string, later: readonly string[]): string {
    const kind = this.pick(words.KINDS);
    const { must, may } = words.DRIVERS[kind]!;
    const to = later.length === 0 ? [] : [`pass_router = ${this.pick(later)}`, `redirect_router = ${this.pick(later)}`];
    const options = [
      ...must.map((choices) => this.pick(choices)).filter((line) => line !== ''),
      ...this.lines(words.PRECONDITIONS, 3),
      ...this.lines([...words.GENERIC, ...to], 2),
      ...this.lines(may, 2),
    ];
    // No option twice, which would be a mistake of the configuration.
    const once = new Map(options.map((line) => [/^(?:no_)?(\S+)/.exec(line)?.[1] ?? line, line]));
    return `${name}:\n  driver = ${kind}\n${[...once.values()].map((line) => `  ${line}\n`).join('')}`;
  }

  address(): string {
    const localPart = this.pick(words.LOCAL_PARTS);
    const domain = this.pick(words.DOMAINS);
    return domain === '' ? localPart : `${localPart}@${domain}`;
  }
}
