/** Which drivers and options the configurations use, of all that routing honours. */
import { OPTION_ROWS, readConfiguration } from '../../../../src/mta/config/index.ts';

export interface Coverage {
  readonly drivers: readonly string[];
  readonly used: number;
  readonly all: number;
  readonly unused: readonly string[];
}

export function coverageOf(texts: readonly string[]): Coverage {
  const drivers = new Set<string>();
  const used = new Set<string>();
  for (const text of texts) {
    const read = readConfiguration({ text });
    if (!read.ok) throw new Error(read.error.map(({ message, place }) => `line ${place.line}: ${message}`).join('\n'));
    for (const router of read.value.routers) {
      drivers.add(router.driver);
      for (const { row } of router.settings.values()) used.add(`${row.scope} ${row.name}`);
    }
  }
  const all = OPTION_ROWS.filter(({ scope, status }) => /^router(\/|$)/.test(scope) && status === 'works');
  const names = all.map(({ scope, name }) => `${scope} ${name}`);
  return {
    drivers: [...drivers].sort(),
    used: names.filter((name) => used.has(name)).length,
    all: names.length,
    unused: names.filter((name) => !used.has(name)).map((name) => name.replace(/^router\/?/, '').trim()),
  };
}
