import type { SpfLintData } from '../../core/spf/index.ts';
import type { View } from '../types.ts';
import { spfFindingLines } from './spf-findings.ts';

/** The records as they are, then every fault. */
export const spfLintView: View<SpfLintData> = ({ data, findings }, paint, verbosity) => {
  const records = data.records.map(({ domain, record, valid }) => {
    const name = domain === undefined ? '' : `${paint.strong(domain)}: `;
    return `${paint.mark(valid ? 'ok' : 'error')} ${name}${record ?? 'no record'}`;
  });
  const lines = spfFindingLines(findings, paint, verbosity);
  return (verbosity < 0 ? lines : [...records, '', ...lines]).join('\n');
};
