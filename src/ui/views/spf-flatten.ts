import type { SpfFlattenData } from '../../core/spf/index.ts';
import type { View } from '../types.ts';
import { spfFindingLines } from './spf-findings.ts';

/** What is said of it, and the lines to publish; with -q the lines alone. */
export const spfFlattenView: View<SpfFlattenData> = ({ data, findings }, paint, verbosity) => {
  if (verbosity < 0) return data.zone.join('\n');
  const lines = spfFindingLines(findings, paint, verbosity);
  return [...lines, ...(data.zone.length > 0 ? ['', ...data.zone] : [])].join('\n');
};
