/** SOA: the zone's first record (RFC 1035 §3.3.13). */
import { formatName } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { defineRdata } from './define.ts';

export interface Soa {
  readonly primary: Name;
  /** Mail address, the first label its local part. */
  readonly mailbox: Name;
  readonly serial: number;
  readonly refreshSeconds: number;
  readonly retrySeconds: number;
  readonly expireSeconds: number;
  /** With the SOA's own TTL the bound on negative caching (RFC 2308 §5). */
  readonly minimumSeconds: number;
}

export const soaRdata = defineRdata<Soa>(
  {
    type: RR.SOA,
    mnemonic: 'SOA',
    refs: ['RFC 1035 §3.3.13', 'RFC 2308 §4'],
    names: { skip: 0, count: 2, compressed: true, folded: true },
  },
  {
    read: (reader) => ({
      primary: reader.name('primary server'),
      mailbox: reader.name('mailbox'),
      serial: reader.u32('serial'),
      refreshSeconds: reader.u32('refresh'),
      retrySeconds: reader.u32('retry'),
      expireSeconds: reader.u32('expire'),
      minimumSeconds: reader.u32('minimum'),
    }),
    write: (soa, writer) => {
      writer.name(soa.primary).name(soa.mailbox).u32(soa.serial).u32(soa.refreshSeconds);
      writer.u32(soa.retrySeconds).u32(soa.expireSeconds).u32(soa.minimumSeconds);
    },
    format: (soa) =>
      [
        formatName(soa.primary),
        formatName(soa.mailbox),
        soa.serial,
        soa.refreshSeconds,
        soa.retrySeconds,
        soa.expireSeconds,
        soa.minimumSeconds,
      ].join(' '),
    parse: (fields) => ({
      primary: fields.name('primary server'),
      mailbox: fields.name('mailbox'),
      serial: fields.u32('serial'),
      refreshSeconds: fields.seconds('refresh'),
      retrySeconds: fields.seconds('retry'),
      expireSeconds: fields.seconds('expire'),
      minimumSeconds: fields.seconds('minimum'),
    }),
  },
);
