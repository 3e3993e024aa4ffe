import { after, type Later } from '../../expand/index.ts';
import { fullHost } from '../../facts/index.ts';
import { log } from '../engine/run.ts';
import { takeItems } from '../list-items.ts';
import { type Answer, defer, error, type ModifierRow } from '../rows.ts';
import type { DatagramAnswer } from '../services.ts';
import type { AclWorld } from '../types.ts';

/** `udpsend = host : port : payload`. */
export const udpsend: ModifierRow = {
  name: 'udpsend',
  apply: ({ text }, run) => {
    const { world } = run;
    const { items, rest } = takeItems(text, 2);
    const [host, port] = items;
    if (host === undefined) return error('missing destination host in "udpsend" modifier');
    if (port === undefined) return error('missing destination port in "udpsend" modifier');
    if (!/^\s*\d+$/.test(port)) return error('bad destination port in "udpsend" modifier');
    const packet = { host, port: Number(port) % PORTS, payload: rest ?? '' }; // as sixteen bits hold it
    const sent = packet.port === 0 ? NOWHERE : (world.services.datagram?.(packet) ?? NOBODY);
    return after<DatagramAnswer, Answer | undefined>(sent as Later<DatagramAnswer>, (answer) => {
      if (answer.kind === 'no-address') log(run, `no IP address found for host ${host}${during(world)}`);
      return answerOf(answer);
    });
  },
};

/** Of a message it is logged with its id, and of a connection with its client. */
const during = ({ facts: { connection, message, hostText } }: AclWorld): string =>
  connection.client === undefined || (message?.id ?? connection.rehearsedId) !== undefined
    ? ''
    : ` (during SMTP connection from ${fullHost(connection, hostText)})`;

const PORTS = 65536;
const NOWHERE: DatagramAnswer = { kind: 'failed', reason: 'Invalid argument' };
const NOBODY: DatagramAnswer = { kind: 'failed', reason: 'packets are not sent here' };

function answerOf(answer: DatagramAnswer): Answer | undefined {
  if (answer.kind === 'sent') return undefined;
  return defer(
    answer.kind === 'failed' ? `"udpsend" failed: ${answer.reason}` : 'DNS lookup failed in "udpsend" modifier',
  );
}
