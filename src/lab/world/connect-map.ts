/** The connect map as text for `--connect-file`: documentation addresses to loopback ports. */
import { CLOSED_PORT, type ConnectRow } from './fleet.ts';

/** Dials that mean this machine stay as they are: a local server can be checked from within a lab's shell. */
const OURSELVES = ['127.0.0.1:*=127.0.0.1:*', '[::1]:*=[::1]:*', 'localhost:*=localhost:*'];

/**
 * One `HOST:PORT=ADDR:PORT` a line; the last line catches what no other did, so that nothing a lab's client dials ever
 * leaves the loopback.
 */
export function formatConnectMap(rows: readonly ConnectRow[]): string {
  const lines = rows.map(({ host, port, leadsTo }) => `${bracket(host)}:${port}=127.0.0.1:${leadsTo}`);
  return `${[...lines, ...OURSELVES, `*:*=127.0.0.1:${CLOSED_PORT}`].join('\n')}\n`;
}

const bracket = (host: string): string => (host.includes(':') ? `[${host}]` : host);
