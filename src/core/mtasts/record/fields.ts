/**
 * Records as `v=STSv1; id=1;`: a version, then fields behind semicolons, at least one (RFC 8461 §3.1). TLSRPT's is one as
 * well (RFC 8460 §3); what values may hold differs, and is for the caller to say.
 */
import { trimOf } from '../../../base/index.ts';

export interface RecordField {
  readonly name: string;
  readonly value: string;
}

export interface FieldFault {
  readonly code: FieldFaultCode;
  /** The particulars, for people. */
  readonly detail: string;
}

/** All but the last two make the record one that does not count. */
export type FieldFaultCode = 'no-field' | 'empty-field' | 'malformed-field' | 'odd-space' | 'loose-version';

export interface ReadFields {
  readonly fields: readonly RecordField[];
  readonly faults: readonly FieldFault[];
}

/** RFC 8461 §3.1, RFC 8460 §3: `sts-ext-name`, `tlsrpt-ext-name`. */
const FIELD_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;

/** Does the text count among the records of the version? What stands before the semicolon may be blanks, by the grammar. */
export const isOfVersion = (text: string, version: string): boolean =>
  text.startsWith(version) && /^[ \t]*;/.test(text.slice(version.length));

/** Was it meant to be one: the version in other letters, with blanks, or with nothing behind it? */
export const looksLikeVersion = (text: string, version: string): boolean =>
  text.replace(/[\s"]/g, '').toLowerCase().startsWith(version.toLowerCase());

/** @param text  one that `isOfVersion` */
export function readFields(text: string, version: string): ReadFields {
  const faults: FieldFault[] = [];
  const rest = text.slice(version.length).replace(/^[ \t]*/, '');
  if (!text.startsWith(`${version};`))
    faults.push({ code: 'loose-version', detail: `there are blanks between "${version}" and the semicolon` });
  const parts = rest.slice(1).split(';');
  if (parts.length > 1 && isBlank(parts.at(-1)!)) parts.pop(); // [sts-field-delim] at the end
  if (parts.length === 1 && isBlank(parts[0]!))
    return { fields: [], faults: [...faults, { code: 'no-field', detail: `nothing follows "${version};"` }] };
  if (/[ \t]$/.test(text) && !/;[ \t]*$/.test(text)) faults.push({ code: 'odd-space', detail: 'blanks at the end' });
  return { fields: parts.flatMap((part) => readField(part, faults)), faults };
}

function readField(part: string, faults: FieldFault[]): readonly RecordField[] {
  const text = trimOf(part, ' \t');
  if (text === '') {
    faults.push({ code: 'empty-field', detail: 'there is nothing between two semicolons' });
    return [];
  }
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (at >= 0 && FIELD_NAME.test(name)) return [{ name, value: text.slice(at + 1) }];
  faults.push({ code: 'malformed-field', detail: `"${text.slice(0, 80)}" is no field such as id=1` });
  return [];
}

const isBlank = (text: string): boolean => /^[ \t]*$/.test(text);
