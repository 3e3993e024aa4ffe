/** The message that came back, or its header (RFC 3462 §2, RFC 6533 §5–§6). */

import { type Field, parseFields } from '../../message/index.ts';
import { contentOf, type Entity, fieldText, parseMailDate } from '../../mime/index.ts';
import type { ReturnedMessage } from '../types.ts';

const HEADERS = ['text/rfc822-headers', 'message/rfc822-headers', 'message/global-headers'];
const MESSAGES = ['message/rfc822', 'message/global'];
/** As core/message bounds a header. */
const MAX_HEADER = 1024 * 1024;

/** @param parts  the parts beside the fields */
export function readReturned(parts: readonly Entity[]): ReturnedMessage {
  const whole = parts.find(({ type }) => MESSAGES.includes(type.name));
  if (whole !== undefined) {
    const about = { type: whole.type.name, sizeBytes: contentOf(whole).length };
    return { form: 'message', ...about, ...summary(whole.children[0]?.fields ?? []) };
  }
  const header = parts.find(({ type }) => HEADERS.includes(type.name));
  if (header === undefined) return { form: 'none' };
  const octets = contentOf(header);
  const fields = parseFields(Buffer.from(octets.subarray(0, MAX_HEADER)).toString('latin1'));
  return { form: 'headers', type: header.type.name, sizeBytes: octets.length, ...summary(fields) };
}

function summary(fields: readonly Field[]): Partial<ReturnedMessage> {
  const text = (name: string): string | undefined => fieldText(fields, name)?.slice(0, 1000);
  const [messageId, from, to, subject] = ['message-id', 'from', 'to', 'subject'].map(text);
  const date = parseMailDate(text('date') ?? '');
  return {
    ...(messageId !== undefined && { messageId }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(subject !== undefined && { subject }),
    ...(date !== undefined && { date: date.toISOString() }),
  };
}
