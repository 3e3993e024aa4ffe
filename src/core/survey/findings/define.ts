/** Rows of the findings registry: short to write, one a thing that can be said. */
import { type Finding, type FindingDef, type FindingParts, finding, type Severity } from '../../../base/index.ts';

export function row(
  id: string,
  severity: Severity,
  title: string,
  explanation: string,
  refs: readonly string[],
  fix?: string,
): FindingDef {
  return { id: `tls.${id}`, severity, title, explanation, refs, ...(fix !== undefined && { fix }) };
}

/** One case of a row, with the row's general remedy where the case has none of its own. */
export function say(def: FindingDef, parts: FindingParts = {}): Finding {
  return finding(def, { ...(def.fix !== undefined && { fix: def.fix }), ...parts });
}
