/** How much early data a ticket allows, read from OpenSSL's form of the session (RFC 8446 §4.6.1). */
import { readElement, readElements, TAG } from '../pki/index.ts';

/** SSL_SESSION is a SEQUENCE of tagged fields; `[15] max_early_data` is there where it is not nought. */
const MAX_EARLY_DATA = 0xaf;

export function earlyDataOf(session: Uint8Array): number | undefined {
  const fields = readElements(readElement(session)?.contents ?? new Uint8Array());
  const field = fields?.find(({ tag }) => tag === MAX_EARLY_DATA);
  const number = field && readElement(field.contents);
  if (number?.tag !== TAG.INTEGER || number.contents.length > 5) return undefined;
  const octets = number.contents.reduce((value, octet) => value * 256 + octet, 0);
  return octets === 0 ? undefined : octets;
}
