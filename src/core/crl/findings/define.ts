/** Rows of the findings registry of CRLs. */
import type { FindingDef, Severity } from '../../../base/index.ts';

export function row(
  id: string,
  severity: Severity,
  title: string,
  explanation: string,
  refs: readonly string[],
  fix?: string,
): FindingDef {
  return { id: `crl.${id}`, severity, title, explanation, refs, ...(fix !== undefined && { fix }) };
}
