/** URI: where a service is, as a URI (RFC 7553 §4). */
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';
import { quoteOctets } from './tokens.ts';

export interface Uri {
  readonly priority: number;
  readonly weight: number;
  readonly target: Uint8Array;
}

export const uriRdata = defineRdata<Uri>(
  { type: RR.URI, mnemonic: 'URI', refs: ['RFC 7553 §4.5'] },
  {
    read: (reader) => ({
      priority: reader.u16('priority'),
      weight: reader.u16('weight'),
      target: reader.someRest('target'),
    }),
    write: (uri, writer) => {
      writer.u16(uri.priority).u16(uri.weight).bytes(uri.target);
    },
    format: (uri) => `${uri.priority} ${uri.weight} ${quoteOctets(uri.target)}`,
    parse: (fields) => {
      const uri = { priority: fields.u16('priority'), weight: fields.u16('weight'), target: fields.octets('target') };
      if (uri.target.length === 0) fields.fail('its target is empty');
      return uri;
    },
  },
);
