/** What a response is refused for before its signer is looked at: its form, its status, what it is about, who issued what. */
import type { InvalidCode, StatusCode } from '../types.ts';
import { type Rows, row } from './define.ts';

const ANOTHER = 'Fetch a new one; if it stays so, the authority has to mend its responder.';

export const statusFindings: Rows<StatusCode> = {
  'malformed-request': row(
    'malformed-request',
    'error',
    'The responder says that the request was malformed',
    'Some responders know neither SHA-256 in a CertID nor a nonce, and answer so.',
    ['RFC 6960 §2.3'],
    'Ask with SHA-1 in the CertID and without a nonce, as RFC 5019 has it.',
  ),
  'internal-error': row(
    'internal-error',
    'error',
    'The responder says that it has an internal error',
    'It says nothing about the certificate.',
    ['RFC 6960 §2.3'],
    'Ask again later; keep the proof that you have as long as it is valid.',
  ),
  'try-later': row(
    'try-later',
    'error',
    'The responder says to try again later',
    'It says nothing about the certificate.',
    ['RFC 6960 §2.3'],
    'Ask again later; keep the proof that you have as long as it is valid.',
  ),
  'sig-required': row(
    'sig-required',
    'error',
    'The responder wants signed requests',
    'Public responders do not; this is one for customers of the authority.',
    ['RFC 6960 §2.3'],
    'Use the responder that the certificate names in its authority information access.',
  ),
  unauthorized: row(
    'unauthorized',
    'error',
    'The responder does not answer for this certificate, or not to us',
    'A responder that works from a store answers so for what is not in it: a certificate of another authority, one just issued, or one that has expired.',
    ['RFC 6960 §2.3', 'RFC 5019 §2.2.3'],
    'Check that the issuer is the right one, and ask again some minutes after the certificate was issued.',
  ),
  'response-status': row(
    'response-status',
    'error',
    'The response has a status that does not exist',
    'The statuses are numbered 0 to 3, 5 and 6.',
    ['RFC 6960 §4.2.1'],
    ANOTHER,
  ),
};

export const formFindings: Rows<
  Extract<
    InvalidCode,
    'malformed' | 'no-response' | 'response-type' | 'version' | 'critical-extension' | 'no-single' | `certid-${string}`
  >
> = {
  malformed: row(
    'malformed',
    'error',
    'This is no OCSP response',
    'It is cut off, has something behind it, or is something else altogether, such as a web page.',
    ['RFC 6960 §4.2.1'],
    ANOTHER,
  ),
  'no-response': row(
    'no-response',
    'error',
    'The response says "successful" and has nothing inside',
    'A successful response has its bytes with it.',
    ['RFC 6960 §4.2.1'],
    ANOTHER,
  ),
  'response-type': row(
    'response-type',
    'error',
    'The response is of another type than the basic one',
    'Every responder is to be able to give basic responses, and they are what clients of TLS understand.',
    ['RFC 6960 §4.2.1'],
    ANOTHER,
  ),
  version: row(
    'version',
    'error',
    'The response is of a version that does not exist',
    'There is version 1 alone.',
    ['RFC 6960 §4.2.1'],
    ANOTHER,
  ),
  'critical-extension': row(
    'critical-extension',
    'error',
    'The response has a critical extension that is not known',
    'Whatever it says may change what the rest means, so that the response cannot be relied on.',
    ['RFC 5280 §4.2', 'RFC 6960 §4.4'],
    ANOTHER,
  ),
  'no-single': row(
    'no-single',
    'error',
    'The response says nothing about any certificate',
    'Its list of single responses is empty.',
    ['RFC 6960 §3.2'],
    ANOTHER,
  ),
  'certid-digest': row(
    'certid-digest',
    'error',
    'The certificate is named by a digest that is not known',
    'The CertID of the response is made with something else than SHA-1 or SHA-2.',
    ['RFC 6960 §4.3'],
    'Ask with SHA-1 or SHA-256 in the CertID.',
  ),
  'certid-serial': row(
    'certid-serial',
    'error',
    'The response is about another certificate',
    'The serial in its CertID is not that of the certificate. After a renewal the proof of the old certificate is still there.',
    ['RFC 6960 §3.2'],
    'Fetch a proof for the certificate in use.',
  ),
  'certid-issuer-name': row(
    'certid-issuer-name',
    'error',
    'The response is about a certificate of another issuer',
    'The digest of the issuer’s name in its CertID is another one.',
    ['RFC 6960 §3.2'],
    'Fetch a proof for the certificate in use, with its issuer.',
  ),
  'certid-issuer-key': row(
    'certid-issuer-key',
    'error',
    'The response is about a certificate of an issuer with another key',
    'The digest of the issuer’s key in its CertID is another one: authorities have several of the same name.',
    ['RFC 6960 §3.2'],
    'Give the issuer whose key signed the certificate.',
  ),
};
