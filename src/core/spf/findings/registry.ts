/** Every finding of SPF, for `mxray explain`. */
import type { FindingDef } from '../../../base/index.ts';
import { flattenFindings } from './flatten.ts';
import { lintFindings } from './lint.ts';
import { problemFindings } from './problems.ts';
import { resultFindings } from './results.ts';
import { syntaxFindings } from './syntax.ts';

export const spfFindings: readonly FindingDef[] = [
  ...Object.values(resultFindings),
  ...Object.values(problemFindings),
  ...Object.values(syntaxFindings),
  ...lintFindings,
  ...flattenFindings,
];
