/** Rows of the findings registry: what a whole check has to say beside its parts. */
import { findingRows } from '../../../base/index.ts';

export { say } from '../../../base/index.ts';

export const row = findingRows('check');
