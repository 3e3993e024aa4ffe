/** What a record type is: one row of the registry, one file per type. */
import type { Failure, Result } from '../../../base/index.ts';
import type { FieldReader } from './field-reader.ts';
import type { RdataReader } from './rdata-reader.ts';
import type { RdataWriter } from './rdata-writer.ts';

export type RdataError = Failure<'dns/rdata'>;

/**
 * Where domain names stand in the RDATA: after `skip` octets and `strings` character-strings, `count` of them in a row.
 *
 * `compressed`: senders may compress them, so the message reader expands them (RFC 3597 §4).
 * `folded`: lower-cased in the canonical form (RFC 4034 §6.2 as corrected by RFC 6840 §5.1).
 */
export interface NameLayout {
  readonly skip: number;
  readonly strings?: number;
  readonly count: number;
  readonly compressed: boolean;
  readonly folded: boolean;
}

/**
 * How one type's RDATA reads and writes, as octets and as zone-file text.
 *
 * `read` and `parse` never throw: their readers remember the first fault, answer zeros after it, and the callers in
 * codec.ts turn it into a Result. Both may call `fail` themselves.
 */
export interface RdataCodec<T> {
  readonly read: (reader: RdataReader) => T;
  readonly write: (value: T, writer: RdataWriter) => void;
  /** Zone-file form of the value, on one line. */
  readonly format: (value: T) => string;
  readonly parse: (fields: FieldReader) => T;
}

/** A registry row; `defineRdata` makes one from a codec. */
export interface RdataDef<T> {
  readonly type: number;
  /** `TLSA`. */
  readonly mnemonic: string;
  /** Clauses that define it. */
  readonly refs: readonly string[];
  readonly names?: NameLayout;
  /** Uncompressed RDATA → value; names in it are folded to lower case. */
  decode(rdata: Uint8Array): Result<T, RdataError>;
  /** Value → uncompressed RDATA. */
  encode(value: T): Uint8Array;
  format(value: T): string;
  /** Zone-file text, parentheses and comments already gone; relative names are completed with `origin` (default root). */
  parse(text: string, origin?: string): Result<T, RdataError>;
  /** The same from a reader over tokens that must be used up. */
  parseFields(fields: FieldReader): Result<T, RdataError>;
}
