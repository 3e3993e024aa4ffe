/** Every case; to add one: a row in the file of its group. */
import type { BatteryCase } from '../types.ts';
import { bothCases } from './both.ts';
import { malformedV1Cases } from './malformed-v1.ts';
import { malformedV2Cases } from './malformed-v2.ts';
import { noneCases } from './none.ts';
import { splitCases } from './split.ts';
import { validCases } from './valid.ts';

export const batteryCases: readonly BatteryCase[] = [
  ...noneCases,
  ...validCases,
  ...splitCases,
  ...malformedV1Cases,
  ...malformedV2Cases,
  ...bothCases,
];
