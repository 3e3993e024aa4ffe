import type { SinkMessage, SinkTotals } from '../../core/sink/index.ts';
import type { View } from '../types.ts';

/** Data of `mxray smtp sink`. */
export interface SmtpSinkData extends Readonly<SinkTotals> {
  /** Where it listened. */
  readonly address: string;
  readonly port: number;
  /** From its start to its end. */
  readonly seconds: number;
  /** The last thousand. */
  readonly last: readonly SinkMessage[];
}

/** How many are shown without -v. */
const SHOWN = 10;

export const smtpSinkView: View<SmtpSinkData> = ({ data }, paint, verbosity) => {
  const { messages, recipients, octets, seconds, connections } = data;
  const rate = seconds > 0 ? `, ${(messages / seconds).toFixed(1)} a second` : '';
  const rest: readonly (readonly [number, string])[] = [
    [data.refused, 'refused at their end'],
    [data.abandoned, 'broken off'],
    [data.turnedAway, 'connections turned away'],
    [data.secured, 'handshakes'],
    [data.authenticated, 'authenticated'],
  ];
  const shown = verbosity > 0 ? data.last : data.last.slice(-SHOWN);
  const left = data.last.length - shown.length;
  return [
    `${paint.strong(`${messages} messages`)} for ${recipients} recipients, ${octets} octets, in ${connections} connections${rate}`,
    ...rest.filter(([count]) => count > 0).map(([count, what]) => `  ${count} ${what}`),
    ...(left > 0 ? [paint.dim(`  ${left} before these are shown with -v`)] : []),
    ...shown.map((message) => `  ${line(message)}`),
  ].join('\n');
};

function line({ from, to, octets, tls, ip, reply, accepted, file }: SinkMessage): string {
  const more = to.length > 3 ? `, ${to.length - 3} more` : '';
  const where = file === undefined ? '' : `, ${file}`;
  const refused = accepted ? '' : ` ${reply.split('\n', 1)[0]}`;
  return `<${from}> → ${to.slice(0, 3).join(', ')}${more}: ${octets} octets from ${ip}${tls === undefined ? '' : ` by ${tls}`}${where}${refused}`;
}
