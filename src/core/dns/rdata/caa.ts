/** CAA: which certification authorities may issue (RFC 8659 §4). */
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';
import { quoteOctets } from './tokens.ts';

export interface Caa {
  /** 0x80 issuer critical (RFC 8659 §4.1). */
  readonly flags: number;
  /** Letters and digits, lower case: `issue`, `issuewild`, `iodef`, … */
  readonly tag: string;
  readonly value: Uint8Array;
}

export const caaRdata = defineRdata<Caa>(
  { type: RR.CAA, mnemonic: 'CAA', refs: ['RFC 8659 §4.1'] },
  {
    read: (reader) => {
      const flags = reader.u8('flags');
      const tag = Buffer.from(reader.string('tag')).toString('latin1').toLowerCase();
      if (!isTag(tag)) reader.fail('its tag is not letters and digits');
      return { flags, tag, value: reader.rest() };
    },
    write: (caa, writer) => {
      writer.u8(caa.flags).string(Buffer.from(caa.tag, 'latin1')).bytes(caa.value);
    },
    format: (caa) => `${caa.flags} ${caa.tag} ${quoteOctets(caa.value)}`,
    parse: (fields) => {
      const flags = fields.u8('flags');
      const tag = fields.word('tag').toLowerCase();
      if (!isTag(tag)) fields.fail(`its tag ${JSON.stringify(tag)} is not letters and digits`);
      return { flags, tag, value: fields.octets('value') };
    },
  },
);

function isTag(text: string): boolean {
  return /^[a-z0-9]{1,255}$/.test(text);
}
