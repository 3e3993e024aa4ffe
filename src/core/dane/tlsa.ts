/** TLSA records as text, and the records that would cover a certificate. */
import { err, type Failure, type Result } from '../../base/index.ts';
import { type Tlsa, tlsaRdata } from '../dns/index.ts';
import type { Certificate } from '../pki/index.ts';
import { association } from './match.ts';

export type TlsaError = Failure<'dane/tlsa'>;

/** `3 1 1 ab…`. */
export const formatTlsa = (record: Tlsa): string => tlsaRdata.format(record);

/** Owner, TTL and class before the RDATA, where a whole line of a zone is given. */
const BEFORE_RDATA = /^\S+\s+(?:\d+\s+)?(?:IN\s+)?(?:\d+\s+)?TLSA\s+/i;

/** RDATA as in a zone file, or the line; the numbers may be RFC 7218's words, the digits may be in groups. */
export function parseTlsa(text: string): Result<Tlsa, TlsaError> {
  const parsed = tlsaRdata.parse(text.trim().replace(BEFORE_RDATA, ''));
  if (parsed.ok) return parsed;
  return err({
    code: 'dane/tlsa',
    message: `"${text.trim().slice(0, 80)}" is not a TLSA record: ${parsed.error.message}`,
    hint: 'write USAGE SELECTOR MATCHING HEX, for example 3 1 1 and 64 hex digits',
    fault: 'configuration',
    temporary: false,
  });
}

/** `_25._tcp.mx.example.org. IN TLSA 3 1 1 ab…`: what to put into the zone. */
export const recordLine = (name: string, record: Tlsa): string => `${name}. IN TLSA ${formatTlsa(record)}`;

/** The record everyone should publish for this certificate: DANE-EE, its key, SHA-256 (RFC 7671 §5.1). */
export function bestRecord(leaf: Certificate): Tlsa {
  return { usage: 3, selector: 1, matchingType: 1, data: association(leaf, 1, 1) };
}
