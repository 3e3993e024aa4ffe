/** What passes through a sink, for the trace: commands and replies, without mail data and without secrets. */
import type { Trace } from '../../base/index.ts';
import type { SinkPorts } from '../../core/sink/index.ts';
import { showLine } from '../../core/smtp/index.ts';

/** More at a time is mail. */
const MAX_OCTETS = 4096;

export function tracedTraffic(trace: Trace): NonNullable<SinkPorts['onTraffic']> {
  const lastCode = new Map<number, string>();
  return (connection, direction, octets) => {
    const peer = `connection ${connection}`;
    const text = Buffer.from(octets.subarray(0, MAX_OCTETS)).toString('latin1');
    const code = lastCode.get(connection);
    const lines = text.split('\r\n').filter((line) => line !== '');
    if (direction === 'out') lastCode.set(connection, (lines.at(-1) ?? '').slice(0, 3));
    else if (code === '354' || octets.length > MAX_OCTETS) {
      trace({ source: 'smtp', direction, peer, text: `(${octets.length} octets)` });
      return;
    }
    for (const line of lines) {
      const shown =
        direction === 'in' && code === '334' ? '(response)' : line.replace(/^(AUTH \S+) .*$/i, '$1 (response)');
      trace({ source: 'smtp', direction, peer, text: showLine(shown) });
    }
  };
}
