/** TAP version 14: a test point for each finding, warnings as points that are not ok but TODO. */
import type { Finding } from '../../base/index.ts';
import { isError, type Outcome } from '../command/envelope.ts';
import type { Format } from './types.ts';
import { scopeOf, sentenceOf, titleOf } from './words.ts';

export const tap: Format = {
  render(outcomes) {
    const points = outcomes.flatMap(pointsOf);
    const lines = points.map((point, index) => point.replace('#', String(index + 1)));
    return `TAP version 14\n1..${points.length}\n${lines.join('')}`;
  },
};

/** The number comes later, in the place of the first `#`. */
function pointsOf(outcome: Outcome): string[] {
  if (isError(outcome)) return [`not ok # - mxray ${clean(outcome.error.message)}\n`];
  if (outcome.findings.length === 0) return [`ok # - ${clean(titleOf(outcome))}\n`];
  return outcome.findings.map((finding) => point(titleOf(outcome), finding));
}

function point(title: string, finding: Finding): string {
  const word = finding.severity === 'ok' || finding.severity === 'info' ? 'ok' : 'not ok';
  const directive = finding.severity === 'warn' ? ' # TODO warning' : '';
  const name = clean(`${title}: ${finding.id} ${scopeOf(finding)}`.trimEnd());
  return `${word} # - ${name}${directive}\n  ---\n  message: ${JSON.stringify(sentenceOf(finding))}\n  severity: ${finding.severity}\n  ...\n`;
}

/** A `#` begins a directive, and a line end ends the point. */
const clean = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/#/g, '\\#')
    .replace(/[\r\n]+/g, ' ');
