/** A question on the way to a policy, and what came. */
import type { ShownStep } from '../../core/dmarc/index.ts';
import type { Paint } from '../types.ts';

export function stepLine({ query, outcome, records, status, error }: ShownStep, paint: Paint): string {
  const came =
    outcome === 'failed'
      ? paint.warn(error ?? 'no answer')
      : outcome === 'none'
        ? 'no record'
        : `${records.length > 1 ? `${records.length} records, which count as none: ` : ''}${records.join(' | ')}`;
  return `  ${paint.dim('asked')} ${query}: ${came}${status === undefined || outcome === 'none' ? '' : paint.dim(` [${status}]`)}`;
}
