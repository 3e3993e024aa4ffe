import type { RolloverData } from '../../core/dane/index.ts';
import type { View } from '../types.ts';

/** Yes or no, then the steps with what is done of them. */
export const tlsaRolloverView: View<RolloverData> = ({ data, findings, verdict }, paint, verbosity) => {
  const head = `${paint.mark(verdict === 'fail' ? 'error' : 'ok')} ${paint.strong(data.name)}: ${data.isSafe ? 'the new key can be used now' : 'do not switch yet'}`;
  if (verbosity < 0) return head;
  const steps = data.steps.map(({ done, text }, i) => `  ${done ? paint.mark('ok') : `${i + 1}`} ${text}`);
  const said = findings
    .filter(({ severity }) => severity !== 'ok')
    .map(
      ({ severity, title, detail }) => `${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}`,
    );
  return [head, ...steps, ...(said.length > 0 ? ['', ...said] : [])].join('\n');
};
