/** `control = dscp/…`: marks on packets, by name or by number (Exim spec, "ACL controls"). */
import { error } from '../rows.ts';
import type { ControlRow } from './types.ts';

/** Names of classes (RFC 2597, RFC 3246) and of types of service (RFC 1349), in Exim's order. */
export const DSCP_NAMES: readonly string[] = [
  ...['af11', 'af12', 'af13', 'af21', 'af22', 'af23', 'af31', 'af32', 'af33', 'af41', 'af42', 'af43'],
  ...['ef', 'lowcost', 'lowdelay', 'mincost', 'reliability', 'throughput'],
];

/** Six bits (RFC 2474 §3). */
const MOST = 63;

export const dscp: ControlRow = {
  name: 'dscp',
  options: true,
  // Node cannot mark the packets of one connection: mail goes on, as with Exim where the system does not let it.
  read: ({ options, syntax }, { world }) => {
    if (options === '') return syntax;
    return isMark(options.slice(1)) && world.services.hasPackets === true
      ? { name: 'dscp' }
      : error(`unrecognised DSCP value in "control=dscp${options}"`);
  },
};

function isMark(value: string): boolean {
  if (DSCP_NAMES.includes(value)) return true;
  if (!/^(?:0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.test(value)) return false;
  return (/^0\d/.test(value) ? Number.parseInt(value, 8) : Number(value)) <= MOST;
}
