import type { Later, Text } from '../../expand/index.ts';
import type { Facts } from '../facts.ts';

/** Undefined: nothing is known, and another source may say. */
export type Read = (facts: Facts) => Later<string | Text | undefined>;
export type Reads = Readonly<Record<string, Read>>;
