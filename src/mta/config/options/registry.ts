/** The rows of every scope. */
import { MAIN } from './main.ts';
import type { OptionRow } from './types.ts';

export const ROWS: readonly OptionRow[] = [...MAIN];
