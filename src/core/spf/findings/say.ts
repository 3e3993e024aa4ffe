/** Problems as findings. */
import { type Finding, say } from '../../../base/index.ts';
import type { SyntaxFault } from '../grammar/types.ts';
import type { Problem } from '../types.ts';
import { problemFindings } from './problems.ts';
import { resultFindings } from './results.ts';
import { syntaxFindings } from './syntax.ts';

/** @param domain  absent for a record that is in a file */
export function faultFinding({ code, term, detail, fix }: SyntaxFault, domain?: string): Finding {
  return say(syntaxFindings[code], {
    ...(domain !== undefined && { scope: { domain } }),
    detail: `${term}: ${detail}`,
    ...(fix !== undefined && { fix: `write ${fix}` }),
  });
}

/** A problem in its own words; a record that cannot be read has a finding for each fault. */
export function problemFindingsOf({ code, detail, domain, faults = [] }: Problem): readonly Finding[] {
  if (code === 'syntax') return faults.map((fault) => faultFinding(fault, domain));
  const def = code === 'no-record' ? resultFindings.none : problemFindings[code];
  return [say(def, { scope: { domain }, detail })];
}
