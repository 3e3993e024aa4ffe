/** Which options of routers and transports the worlds use, of those that are said to work. */
import { OPTION_ROWS, readConfiguration } from '../../../../src/mta/config/index.ts';
import type { World } from './worlds/types.ts';

export interface Coverage {
  /** `router/redirect: 20 of 40`, a driver or a kind each. */
  readonly lines: readonly string[];
  readonly used: number;
  readonly all: number;
}

const PLACES = { folder: '/tmp', hops: [2, 3, 4, 5, 6], dead: 1 };

export function coverageOf(worlds: readonly World[]): Coverage {
  const used = new Set(worlds.flatMap((world) => optionsIn(world)));
  const scopes = new Map<string, { used: number; all: number }>();
  for (const { scope, name, status } of OPTION_ROWS) {
    if (status !== 'works' || !/^(router|transport)/.test(scope)) continue;
    const counts = scopes.get(scope) ?? { used: 0, all: 0 };
    counts.all += 1;
    if (used.has(`${scope} ${name}`)) counts.used += 1;
    scopes.set(scope, counts);
  }
  const all = [...scopes.values()];
  return {
    lines: [...scopes].map(([scope, counts]) => `${scope}: ${counts.used} of ${counts.all}`),
    used: all.reduce((sum, counts) => sum + counts.used, 0),
    all: all.reduce((sum, counts) => sum + counts.all, 0),
  };
}

function optionsIn({ name, configuration }: World): readonly string[] {
  const text = `spool_directory = /tmp\n${configuration(PLACES)}`;
  const read = readConfiguration({ text, name });
  if (!read.ok) throw new Error(`${name}: ${read.error.map(({ message }) => message).join('; ')}`);
  const { routers, transports } = read.value;
  return [...routers, ...transports].flatMap(({ settings }) =>
    [...settings.values()].map(({ row }) => `${row.scope} ${row.name}`),
  );
}
