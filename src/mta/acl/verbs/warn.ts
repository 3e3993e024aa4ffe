import type { VerbRow } from './types.ts';

export const warn: VerbRow = { name: 'warn', decide: () => undefined, speaksOn: ['ok'] };
