/** Rows of the findings registry: short to write, one a thing that can be said. */
import { findingRows } from '../../../base/index.ts';

export { say } from '../../../base/index.ts';

export const row = findingRows('proxy');

/** How the specification is cited: HAProxy's proxy-protocol.txt. */
export const spec = (clause: string): readonly string[] => [`PROXY protocol §${clause}`];
