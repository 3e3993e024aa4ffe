/** The record that says a domain has a policy, and by its id when it changed: `v=STSv1; id=20261125;` (RFC 8461 §3.1). */
import { type FieldFaultCode, type RecordField, readFields } from './fields.ts';

export const STS_VERSION = 'v=STSv1';

export interface StsRecord {
  readonly valid: boolean;
  /** The first; absent where it is missing or not one. */
  readonly id?: string;
  /** Other fields, which senders pass over. */
  readonly extensions: readonly RecordField[];
  readonly faults: readonly StsRecordFault[];
}

export type StsRecordFaultCode = FieldFaultCode | 'id-missing' | 'id-malformed' | 'duplicate-id' | 'extension-value';

export interface StsRecordFault {
  readonly code: StsRecordFaultCode;
  readonly detail: string;
}

/** What does not keep the record from counting. */
const HARMLESS: ReadonlySet<StsRecordFaultCode> = new Set(['loose-version', 'duplicate-id']);

const ID = /^[A-Za-z0-9]{1,32}$/;
/** `sts-ext-value`: printable, neither "=" nor ";" nor a blank. */
const EXTENSION_VALUE = /^[\x21-\x3a\x3c\x3e-\x7e]+$/;

/** @param text  one that begins with the version and a semicolon */
export function parseStsRecord(text: string): StsRecord {
  const { fields, faults: read } = readFields(text, STS_VERSION);
  const faults: StsRecordFault[] = [...read];
  const ids = fields.filter(({ name }) => name === 'id');
  const extensions = fields.filter(({ name }) => name !== 'id');
  const id = readId(ids, extensions, faults);
  for (const { name, value } of extensions)
    if (!EXTENSION_VALUE.test(value))
      faults.push({
        code: 'extension-value',
        detail: `${name} has a value that a field may not have: "${value.slice(0, 80)}"`,
      });
  const valid = faults.every(({ code }) => HARMLESS.has(code));
  return { valid, ...(id !== undefined && { id }), extensions, faults };
}

/** Of several the first counts (RFC 8461 §3.2). */
function readId(
  ids: readonly RecordField[],
  extensions: readonly RecordField[],
  faults: StsRecordFault[],
): string | undefined {
  const [first, ...more] = ids;
  if (first === undefined) {
    const other = extensions.find(({ name }) => name.toLowerCase() === 'id');
    const detail =
      other === undefined ? 'there is no id' : `there is no id; "${other.name}" is another field, letters count`;
    faults.push({ code: 'id-missing', detail });
    return undefined;
  }
  if (more.length > 0)
    faults.push({ code: 'duplicate-id', detail: `id is there ${ids.length} times; the first counts` });
  if (ID.test(first.value)) return first.value;
  faults.push({ code: 'id-malformed', detail: `"${first.value.slice(0, 80)}" is no id: 1 to 32 letters and digits` });
  return undefined;
}
