import type { FindingDef } from '../../base/index.ts';
import type { Paint, View } from '../types.ts';

/** A row of a registry as it is told. */
export type ExplainedFinding = Pick<FindingDef, 'id' | 'severity' | 'title' | 'explanation' | 'fix' | 'refs'>;

/** Data of `mxray explain`: the finding asked for; all of them where none was. */
export interface ExplainData {
  readonly findings: readonly ExplainedFinding[];
  readonly ids: readonly string[];
}

/** One finding in full, or a line for each. */
export const explainView: View<ExplainData> = ({ data }, paint) => {
  const [only, ...others] = data.findings;
  if (only !== undefined && others.length === 0) return inFull(only, paint);
  const width = Math.max(...data.findings.map(({ id }) => id.length));
  return data.findings
    .map(({ id, severity, title }) => `${paint.mark(severity)} ${id.padEnd(width)}  ${paint.dim(title)}`)
    .join('\n');
};

function inFull({ id, severity, title, explanation, fix, refs }: ExplainedFinding, paint: Paint): string {
  return [
    `${paint.mark(severity)} ${paint.strong(title)}`,
    paint.dim(`${id} (${severity})`),
    '',
    wrapped(explanation),
    ...(fix === undefined ? [] : ['', wrapped(`To mend it: ${fix}`)]),
    ...(refs.length === 0 ? [] : ['', paint.dim(`See ${refs.join(', ')}`)]),
  ].join('\n');
}

const WIDTH = 92;

function wrapped(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(new RegExp(`(.{1,${WIDTH}})(\\s+|$)`, 'g'), '$1\n').trimEnd())
    .join('\n');
}
