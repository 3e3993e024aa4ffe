/** i=: which set a field belongs to (RFC 8617 §4.2.1). */
import { readArcInfo } from '../authres/index.ts';
import { parseTagList } from '../dkim/index.ts';
import type { Field } from '../message/index.ts';

/** RFC 8617 §4.2.1: the number of sets a message can have, and of the last of them. */
export const MAX_INSTANCE = 50;

/** 1 to 50; undefined where none can be read. */
export function instanceOf({ name, text, valueAt }: Field): number | undefined {
  const value = text.slice(valueAt);
  const digits = name === 'arc-authentication-results' ? readArcInfo(value)?.instance : tagOf(value);
  const instance = digits !== undefined && /^\d{1,2}$/.test(digits) ? Number(digits) : 0;
  return instance >= 1 && instance <= MAX_INSTANCE ? instance : undefined;
}

/** A list that is void as a whole still says which set it spoils. */
function tagOf(value: string): string | undefined {
  const list = parseTagList(value);
  if (list.ok) return list.value.get('i')?.value;
  return /(?:^|;)[ \t\r\n]*i[ \t\r\n]*=[ \t\r\n]*(\d+)[ \t\r\n]*(?:;|$)/.exec(value)?.[1];
}
