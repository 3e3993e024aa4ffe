/** `all`: matches always (RFC 7208 §5.1). */
import { MATCH } from '../evaluation.ts';
import type { MechanismDef } from './types.ts';

export const all: MechanismDef<'all'> = { asksDns: false, test: () => MATCH };
