/** The record that asks for TLS reports, where they go, and what there is to say. */
import type { TlsRptQueryData } from '../../core/tlsrpt/index.ts';
import type { View } from '../types.ts';
import { findingLines, printable } from './finding-lines.ts';

export const tlsRptQueryView: View<TlsRptQueryData> = ({ data, findings }, paint, verbosity) => {
  const { query, texts, rua, error } = data;
  const record = texts.length > 0 ? texts.map(printable).join(' | ') : (error ?? 'no record');
  const told = findingLines(findings, paint, verbosity);
  if (verbosity < 0) return told.join('\n');
  return [
    `${paint.strong(data.domain)}`,
    `  ${paint.dim('record')} ${query}: ${record}`,
    ...rua.map(({ uri, external }) => `  ${paint.dim('reports to')} ${uri}${external ? ' (another domain)' : ''}`),
    ...told,
  ].join('\n');
};
