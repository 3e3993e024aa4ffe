/**
 * lint: a configuration that can be read, and yet does not do what was meant, or does too much: mail relayed for everybody,
 * names of files made of what came from outside, TLS that protects nothing, what is never reached or never used, what cannot be
 * read when it is used. Each rule
 * (`rules/`) looks at the configuration as read and makes remarks, cases of rows in `findings/`. Nothing is run: what only an
 * expansion would tell is not judged.
 */
import type { FindingDef } from '../../base/index.ts';
import { SAFETY_FINDINGS } from './findings/safety.ts';
import { SENSE_FINDINGS } from './findings/sense.ts';

export { type ConfigLintData, configLintReport, type LintRemark } from './report.ts';

export const lintFindings: readonly FindingDef[] = [...SAFETY_FINDINGS, ...SENSE_FINDINGS];
