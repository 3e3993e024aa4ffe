/** Rows of what `config lint` says. */
import { findingRows } from '../../../base/index.ts';

export const row = findingRows('lint');
