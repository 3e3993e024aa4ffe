import type { SpfTree } from '../../core/spf/index.ts';
import type { View } from '../types.ts';
import { spfFindingLines } from './spf-findings.ts';
import { spfTreeLines } from './spf-tree.ts';

/** The sums, the tree, what is wrong with it. */
export const spfExplainView: View<SpfTree> = ({ data, findings, verdict }, paint, verbosity) => {
  const severity = verdict === 'pass' ? 'ok' : verdict === 'fail' ? 'error' : verdict;
  const head = `${paint.mark(severity)} ${paint.strong(data.domain)}: ${data.lookups} of 10 look-ups, ${data.voids} of 2 void`;
  if (verbosity < 0) return head;
  const told = findings.filter((finding) => verbosity > 0 || finding.severity !== 'ok');
  const lines = told.length === 0 ? [] : ['', ...spfFindingLines(told, paint, verbosity)];
  return [head, '', ...spfTreeLines(data, paint, verbosity), ...lines].join('\n');
};
