/** Rows of the findings registry: short to write, one a thing that can be said. */
import type { FindingDef, Severity } from '../../../base/index.ts';

export function row(
  id: string,
  severity: Severity,
  title: string,
  explanation: string,
  refs: readonly string[],
  fix?: string,
): FindingDef {
  return { id: `dane.${id}`, severity, title, explanation, refs, ...(fix !== undefined && { fix }) };
}
