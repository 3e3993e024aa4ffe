/** TXT, and SPF of old with the same shape: one or more character-strings (RFC 1035 §3.3.14, RFC 4408 §3.1.1). */
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';
import type { FieldReader } from './field-reader.ts';
import type { RdataReader } from './rdata-reader.ts';
import { quoteOctets } from './tokens.ts';
import type { RdataDef } from './types.ts';

/** At most 255 octets each, at least one of them; what they mean together is the reader's affair. */
export type Strings = readonly Uint8Array[];

export const txtRdata = characterStrings(RR.TXT, 'TXT', 'RFC 1035 §3.3.14');
export const spfRdata = characterStrings(RR.SPF, 'SPF', 'RFC 7208 §3.1');

function characterStrings(type: number, mnemonic: string, ref: string): RdataDef<Strings> {
  return defineRdata<Strings>(
    { type, mnemonic, refs: [ref] },
    {
      read: readStrings,
      write: (strings, writer) => {
        for (const string of strings) writer.string(string);
      },
      format: (strings) => strings.map(quoteOctets).join(' '),
      parse: parseStrings,
    },
  );
}

function readStrings(reader: RdataReader): Strings {
  const strings: Uint8Array[] = [];
  do strings.push(reader.string('string'));
  while (reader.remaining > 0);
  return strings;
}

function parseStrings(fields: FieldReader): Strings {
  const strings: Uint8Array[] = [];
  do strings.push(fields.string('string'));
  while (fields.remaining > 0);
  return strings;
}
