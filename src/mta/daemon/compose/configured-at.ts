/** When the files of a configuration changed last. */
import { statSync } from 'node:fs';
import type { Configuration } from '../../config/index.ts';

/** Those that say where mail goes and when it is tried again, and the first. Infinity, where one of them has gone: nothing is as it was. */
export function configuredAtMs({ file, main, routers, transports, retry }: Configuration): number {
  const settings = [main, ...[...routers, ...transports].map((driver) => driver.settings)];
  const places = [...settings.flatMap((some) => [...some.values()]), ...retry].map(({ place }) => place.file);
  const files = [...new Set(file === undefined ? places : [file, ...places])];
  return Math.max(0, ...files.map(changedAtMs));
}

function changedAtMs(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? Number.POSITIVE_INFINITY : Math.max(found.mtimeMs, found.ctimeMs);
}
