/** SRV: host and port of a service (RFC 2782); target `.` says the service is not there. */
import { formatName } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { defineRdata } from './define.ts';

export interface Srv {
  /** Lower is tried first. */
  readonly priority: number;
  /** Share among equals in priority. */
  readonly weight: number;
  readonly port: number;
  readonly target: Name;
}

export const srvRdata = defineRdata<Srv>(
  {
    type: RR.SRV,
    mnemonic: 'SRV',
    refs: ['RFC 2782'],
    names: { skip: 6, count: 1, compressed: true, folded: true },
  },
  {
    read: (reader) => ({
      priority: reader.u16('priority'),
      weight: reader.u16('weight'),
      port: reader.u16('port'),
      target: reader.name('target'),
    }),
    write: (srv, writer) => {
      writer.u16(srv.priority).u16(srv.weight).u16(srv.port).name(srv.target);
    },
    format: (srv) => `${srv.priority} ${srv.weight} ${srv.port} ${formatName(srv.target)}`,
    parse: (fields) => ({
      priority: fields.u16('priority'),
      weight: fields.u16('weight'),
      port: fields.u16('port'),
      target: fields.name('target'),
    }),
  },
);
