/** `tls_require_ciphers`, in whichever of the two notations it is. */
import { ok } from '../../../base/index.ts';
import { isPriorityString, readPriorityString } from './gnutls.ts';
import { readCipherList } from './openssl.ts';
import type { CipherReading } from './types.ts';

/** Absent or empty: OpenSSL's own choice. */
export function readCiphers(text: string | undefined): CipherReading {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return ok({ options: 0 });
  return isPriorityString(trimmed) ? readPriorityString(trimmed) : readCipherList(trimmed);
}
