/**
 * The exams, in the order of what to mend first. To add one: a file here (copy `runtime.ts`), its facts in `types.ts`, a row
 * below, a shape in `ui/schema/doctor.ts`.
 */
import type { ExamName } from '../types.ts';
import { addresses } from './addresses.ts';
import { certificates } from './certificates.ts';
import { clock } from './clock.ts';
import { configuration } from './configuration.ts';
import { ehlo } from './ehlo.ts';
import { outward } from './outward.ts';
import { resolver } from './resolver.ts';
import { runtime } from './runtime.ts';
import type { ExamDef } from './types.ts';

export const exams: { readonly [Name in ExamName]: ExamDef<Name> } = {
  resolver,
  clock,
  addresses,
  ehlo,
  outward,
  certificates,
  runtime,
  configuration,
};
