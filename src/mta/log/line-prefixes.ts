/** What stands before lines that are shown rather than written: the same as in the log. */
import type { LinePrefix } from './format.ts';
import type { Selectors } from './selectors.ts';
import { createStamper } from './stamp.ts';

/** @param zone `log_timezone` */
export function linePrefixes(selectors: Selectors, zone: boolean): (at: Date, id?: string) => LinePrefix {
  const stamp = createStamper({ zone, millisec: selectors.has('millisec') });
  const ofProcess = selectors.has('pid') && { pid: process.pid };
  return (at, id) => ({ stamp: stamp(at), ...ofProcess, ...(id !== undefined && { id }) });
}
