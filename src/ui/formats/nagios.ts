/** One line for monitoring plugins, with performance data behind the bar (Monitoring Plugins Development Guidelines). */
import { isError, type Outcome } from '../command/envelope.ts';
import { NAGIOS } from '../command/exit.ts';
import type { Format } from './types.ts';
import { scopeOf, sentenceOf, titleOf } from './words.ts';

export const nagios: Format = { render: (outcomes) => outcomes.map((outcome) => `${line(outcome)}\n`).join('') };

function line(outcome: Outcome): string {
  if (isError(outcome)) return `UNKNOWN - mxray: ${clean(outcome.error.message)}`;
  const { verdict, findings, summary, durationMs } = outcome;
  const order = ['error', 'unknown', 'warn', 'info', 'ok'];
  const worst = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))[0];
  const says =
    worst === undefined ? 'no findings' : [scopeOf(worst), sentenceOf(worst)].filter((part) => part !== '').join(': ');
  const perf = `errors=${summary.error};;0 warnings=${summary.warn};0 unknown=${summary.unknown} time=${(durationMs / 1000).toFixed(3)}s`;
  return `${NAGIOS[verdict].word} - ${clean(titleOf(outcome))}: ${clean(says)} | ${perf}`;
}

/** A bar would begin the performance data, a line end the long output. */
const clean = (text: string): string => text.replace(/\|/g, '/').replace(/\s+/g, ' ');
