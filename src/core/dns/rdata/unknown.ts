/** RDATA of any type as `\# length hex` (RFC 3597 §5). */
import { toHex } from '../../../base/index.ts';
import type { FieldReader } from './field-reader.ts';

/** `\# 3 abcdef`; `\# 0` when there is none. */
export function formatGeneric(rdata: Uint8Array): string {
  return `\\# ${rdata.length} ${toHex(rdata)}`.trimEnd();
}

/** The octets behind a `\#`, which must be the next word. */
export function parseGeneric(fields: FieldReader): Uint8Array {
  if (fields.word('\\#') !== '\\#')
    fields.fail('its type has no syntax of its own; write \\# LENGTH HEX (RFC 3597 §5)');
  const length = fields.u16('length');
  const octets = length === 0 && fields.remaining === 0 ? new Uint8Array(0) : fields.hexRest('data');
  if (octets.length !== length) fields.fail(`it says ${length} octets and gives ${octets.length}`);
  return octets;
}

export function isGeneric(fields: FieldReader): boolean {
  return fields.peek() === '\\#';
}
