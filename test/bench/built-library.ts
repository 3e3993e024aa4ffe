/**
 * The library as it is shipped. What runs the benchmarks gives every function of a source file its name back, at a cost that
 * neither the peers nor the shipped code have; for work of microseconds it is a third of the figure.
 */
import type * as Library from '../../src/index.ts';

const BUILT = new URL('../../dist/lib/index.js', import.meta.url).href;
export const mxray = (await import(BUILT)) as typeof Library;
