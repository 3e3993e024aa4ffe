/** Types whose RDATA is one domain name: NS, CNAME, PTR (RFC 1035 §3.3) and DNAME (RFC 6672 §2.1). */
import { formatName } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { defineRdata } from './define.ts';
import type { RdataDef } from './types.ts';

export const nsRdata = singleName(RR.NS, 'NS', 'name server', 'RFC 1035 §3.3.11');
export const cnameRdata = singleName(RR.CNAME, 'CNAME', 'canonical name', 'RFC 1035 §3.3.1');
export const ptrRdata = singleName(RR.PTR, 'PTR', 'pointer', 'RFC 1035 §3.3.12');
/** Senders must not compress it (RFC 6672 §2.5); a pointer in it can mean only one thing, so we follow it all the same. */
export const dnameRdata = singleName(RR.DNAME, 'DNAME', 'target', 'RFC 6672 §2.1');

function singleName(type: number, mnemonic: string, what: string, ref: string): RdataDef<Name> {
  return defineRdata<Name>(
    { type, mnemonic, refs: [ref], names: { skip: 0, count: 1, compressed: true, folded: true } },
    {
      read: (reader) => reader.name(what),
      write: (name, writer) => writer.name(name),
      format: formatName,
      parse: (fields) => fields.name(what),
    },
  );
}
