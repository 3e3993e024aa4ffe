/** Makes a registry row out of a codec: its readers' sticky faults become Results that name the type. */
import { err, ok, type Result } from '../../../base/index.ts';
import type { Name } from '../types.ts';
import { FieldReader } from './field-reader.ts';
import { RdataReader } from './rdata-reader.ts';
import { RdataWriter } from './rdata-writer.ts';
import { tokenize } from './tokens.ts';
import type { NameLayout, RdataCodec, RdataDef, RdataError } from './types.ts';

/** What a row says about itself besides its codec. */
export interface RdataFacts {
  readonly type: number;
  readonly mnemonic: string;
  readonly refs: readonly string[];
  readonly names?: NameLayout;
}

export function defineRdata<T>(facts: RdataFacts, codec: RdataCodec<T>): RdataDef<T> {
  const parseFields = (fields: FieldReader): Result<T, RdataError> =>
    finishText(facts.mnemonic, fields, codec.parse(fields));
  return {
    ...facts,
    decode: (rdata) => decodeWith(facts.mnemonic, codec, rdata),
    encode: (value) => {
      const writer = new RdataWriter();
      codec.write(value, writer);
      return writer.finish();
    },
    format: codec.format,
    parseFields,
    parse: (text, origin: Name = '') => {
      const tokens = tokenize(text);
      if (!tokens.ok) return err(rdataError('configuration', malformed(facts.mnemonic, tokens.error)));
      return parseFields(new FieldReader(tokens.value, origin));
    },
  };
}

export function rdataError(fault: RdataError['fault'], message: string): RdataError {
  return { code: 'dns/rdata', message, fault, temporary: false };
}

function decodeWith<T>(mnemonic: string, codec: RdataCodec<T>, rdata: Uint8Array): Result<T, RdataError> {
  const reader = new RdataReader(rdata);
  const value = codec.read(reader);
  if (reader.fault === undefined && reader.remaining > 0) {
    reader.fault = `${reader.remaining} octets are left over`;
  }
  return reader.fault === undefined ? ok(value) : err(rdataError('peer', malformed(mnemonic, reader.fault)));
}

function finishText<T>(mnemonic: string, fields: FieldReader, value: T): Result<T, RdataError> {
  if (fields.fault === undefined && fields.remaining > 0) {
    fields.fault = `${JSON.stringify(fields.peek())} is left over at its end`;
  }
  return fields.fault === undefined ? ok(value) : err(rdataError('configuration', malformed(mnemonic, fields.fault)));
}

/** `fault` is a clause: "its preference …", "it ends …". */
export function malformed(mnemonic: string, fault: string): string {
  return `the ${mnemonic} record is malformed: ${fault}`;
}
