/** Verbs that refuse where all conditions hold. */
import type { VerbRow } from './types.ts';

const refusing = (name: 'deny' | 'defer' | 'drop'): VerbRow => ({
  name,
  decide: (came) => (came === 'ok' ? name : undefined),
  speaksOn: ['ok'],
});

export const REFUSALS = [refusing('deny'), refusing('defer'), refusing('drop')];
