/** Types of look-ups, out of their drivers. */
import { LOOKUP_DRIVERS } from '../lookup/index.ts';
import type { Word } from './types.ts';

export const lookupWords = (): readonly Word[] =>
  LOOKUP_DRIVERS.filter(({ ofCondition }) => ofCondition !== true).map(({ name, doc, style }) => ({
    ...{ name, kind: 'lookup type', scope: 'lookup', doc, status: 'works', type: style },
    tainted: false,
  }));
