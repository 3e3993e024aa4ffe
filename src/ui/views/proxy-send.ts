import type { Finding } from '../../base/index.ts';
import type { ProxySendData, SentStep } from '../../core/proxy/index.ts';
import type { Paint, View } from '../types.ts';

/** The header, each step with its reply and its time, then what is to be said; with --hex the octets alone. */
export const proxySendView: View<ProxySendData> = ({ data, findings }, paint, verbosity) => {
  if (data.steps === undefined) return data.hex;
  return [
    `${paint.strong('header')} ${data.hex} (${data.length} octets)`,
    ...(verbosity < 0 ? [] : data.steps.flatMap((step) => stepLines(step, paint))),
    ...(data.tls === undefined ? [] : [`TLS ${data.tls.protocol}, ${data.tls.cipher}`]),
    ...findings.flatMap((one) => findingLines(one, paint)),
  ].join('\n');
};

function stepLines({ stage, sent, code, reply = [], atMs, tookMs }: SentStep, paint: Paint): readonly string[] {
  const took = tookMs === undefined ? 'no answer' : `${tookMs} ms`;
  const head = `${paint.dim(`${String(atMs).padStart(6)} ms`)}  ${stage.padEnd(9)} ${sent ?? ''}`.trimEnd();
  const last = reply.length - 1;
  const lines = reply.map((text, i) => `${' '.repeat(21)}${code}${i === last ? ' ' : '-'}${printable(text)}`);
  return lines.length === 0
    ? [`${head} ${paint.dim(`(${took})`)}`]
    : [head, ...lines.slice(0, -1), `${lines.at(-1)} ${paint.dim(`(${took})`)}`];
}

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

function findingLines({ severity, title, detail, fix }: Finding, paint: Paint): readonly string[] {
  const mend = fix === undefined || severity === 'ok' ? [] : [`    ${paint.dim(fix)}`];
  return [`${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}`, ...mend];
}
