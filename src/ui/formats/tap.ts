/** TAP version 14: a test point for each finding. Below `--fail-on`, warnings are points that are not ok but TODO. */
import type { Finding } from '../../base/index.ts';
import { isError, type Outcome } from '../command/envelope.ts';
import { type FailOn, reaches } from '../command/exit.ts';
import type { Format } from './types.ts';
import { scopeOf, sentenceOf, titleOf } from './words.ts';

export const tap: Format = {
  render(outcomes, { failOn }) {
    const points = outcomes.flatMap((outcome) => pointsOf(outcome, failOn));
    const lines = points.map((point, index) => point.replace('#', String(index + 1)));
    return `TAP version 14\n1..${points.length}\n${lines.join('')}`;
  },
};

/** The number comes later, in the place of the first `#`. */
function pointsOf(outcome: Outcome, failOn: FailOn): string[] {
  if (isError(outcome)) return [`not ok # - mxray ${clean(outcome.error.message)}\n`];
  if (outcome.findings.length === 0) return [`ok # - ${clean(titleOf(outcome))}\n`];
  return outcome.findings.map((finding) => point(titleOf(outcome), finding, failOn));
}

function point(title: string, finding: Finding, failOn: FailOn): string {
  const { severity } = finding;
  const fails = reaches(severity, failOn) || severity === 'unknown';
  const isTodo = !fails && (severity === 'warn' || severity === 'error');
  const word = fails || isTodo ? 'not ok' : 'ok';
  const directive = isTodo ? ` # TODO ${severity}` : '';
  const name = clean(`${title}: ${finding.id} ${scopeOf(finding)}`.trimEnd());
  return `${word} # - ${name}${directive}\n  ---\n  message: ${JSON.stringify(sentenceOf(finding))}\n  severity: ${severity}\n  ...\n`;
}

/** A `#` begins a directive, and a line end ends the point. */
const clean = (text: string): string => text.replace(/\\/g, '\\\\').replace(/#/g, '\\#').replace(/\s+/g, ' ');
