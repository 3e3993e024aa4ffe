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
      if (!tokens.ok)
        return err(rdataError('configuration', `the ${facts.mnemonic} record is malformed: ${tokens.error}`));
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
    reader.fault = `has ${reader.remaining} octets too many`;
  }
  return reader.fault === undefined ? ok(value) : err(rdataError('peer', `the ${mnemonic} record ${reader.fault}`));
}

function finishText<T>(mnemonic: string, fields: FieldReader, value: T): Result<T, RdataError> {
  if (fields.fault === undefined && fields.remaining > 0) {
    fields.fault = `has ${JSON.stringify(fields.peek())} left over at its end`;
  }
  return fields.fault === undefined
    ? ok(value)
    : err(rdataError('configuration', `the ${mnemonic} record ${fields.fault}`));
}
