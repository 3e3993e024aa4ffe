/** Rows of the findings registry: short to write, one a thing that can be said. */
import { findingRows } from '../../../base/index.ts';

export { say } from '../../../base/index.ts';

export const row = findingRows('send');
