/** What a response is refused for because of its issuer, its signer or its signature. */
import type { InvalidCode } from '../types.ts';
import { type Rows, row } from './define.ts';

const RESPONDER = 'The authority has to give its responder another certificate.';
const CLOCK = 'Check the clock of this machine; else the authority has to act.';
const SIGNER = 'RFC 6960 §4.2.2.2';

export const issuerFindings: Rows<
  Extract<InvalidCode, 'wrong-issuer' | 'untrusted-issuer' | 'issuer-expired' | 'issuer-not-yet-valid'>
> = {
  'wrong-issuer': row(
    'wrong-issuer',
    'error',
    'The issuer did not issue the certificate',
    'Its name is another one than the certificate’s issuer, or its key does not verify the certificate’s signature.',
    ['RFC 5280 §6.1.3'],
    'Give the certificate of the authority that issued the certificate, which servers have next to it in their chain.',
  ),
  'untrusted-issuer': row(
    'untrusted-issuer',
    'error',
    'The issuer does not chain to any of the roots',
    'With roots given, the issuer’s own certificate has to lead to one of them.',
    ['RFC 6960 §3.2'],
    'Give the intermediate certificates too, or the right roots.',
  ),
  'issuer-expired': row(
    'issuer-expired',
    'error',
    'The issuer’s certificate has ended',
    'Nothing that it vouches for holds any longer.',
    ['RFC 5280 §6.1.3'],
    'Take another certificate of the same authority, or a new leaf.',
  ),
  'issuer-not-yet-valid': row(
    'issuer-not-yet-valid',
    'error',
    'The issuer’s certificate has not begun',
    'Its notBefore is still to come.',
    ['RFC 5280 §6.1.3'],
    CLOCK,
  ),
};

export const signerFindings: Rows<
  Extract<InvalidCode, `signer-${string}` | 'weak-key' | 'weak-digest' | 'signature-algorithm' | 'bad-signature'>
> = {
  'signer-not-found': row(
    'signer-not-found',
    'error',
    'The responder’s certificate is missing',
    'The response names its responder by name or by key hash, and neither the certificates in it nor those given fit.',
    [SIGNER],
    'Give the responder’s certificate with --chain; a stapling server needs a response that has it inside.',
  ),
  'signer-not-authorized': row(
    'signer-not-authorized',
    'error',
    'The signer was not appointed by the issuer',
    'A responder other than the issuer itself needs a certificate signed by the very key that signed the certificate in question.',
    [SIGNER],
    RESPONDER,
  ),
  'signer-usage': row(
    'signer-usage',
    'error',
    'The signer’s certificate is not for signing OCSP responses',
    'It has not id-kp-OCSPSigning in its extended key usage. Without this rule every customer of the authority could sign.',
    [SIGNER],
    RESPONDER,
  ),
  'signer-key-usage': row(
    'signer-key-usage',
    'error',
    'The signer’s key is not for signing',
    'Its key usage has neither digitalSignature nor nonRepudiation, and both extensions of usage have to allow it.',
    ['RFC 5280 §4.2.1.12'],
    RESPONDER,
  ),
  'signer-extension': row(
    'signer-extension',
    'error',
    'The signer’s certificate has extensions that cannot be understood',
    'Critical ones that are not known, or ones that cannot be read.',
    ['RFC 5280 §4.2'],
    RESPONDER,
  ),
  'signer-expired': row(
    'signer-expired',
    'error',
    'The responder’s certificate has ended',
    'A proof ends with the certificate of its signer, even when its nextUpdate is later. Programs that look at nextUpdate alone keep such a proof and never fetch a new one, while servers refuse it.',
    [SIGNER],
    'Fetch a new one: mxray ocsp fetch does so in time.',
  ),
  'signer-not-yet-valid': row(
    'signer-not-yet-valid',
    'error',
    'The responder’s certificate has not begun',
    'Its notBefore is still to come.',
    [SIGNER],
    CLOCK,
  ),
  'weak-key': row(
    'weak-key',
    'error',
    'The signer’s key is too short',
    'RSA keys below 1024 bits can be factored.',
    ['RFC 6960 §5'],
    RESPONDER,
  ),
  'weak-digest': row(
    'weak-digest',
    'error',
    'The response is signed with a broken digest',
    'Collisions of MD5 and SHA-1 can be made, and a responder signs much that its clients choose. OpenSSL and GnuTLS still take SHA-1 here, and so does Exim with either; --allow-sha1 does as they do.',
    ['RFC 6194 §3', 'RFC 6151 §2'],
    'The authority has to sign with SHA-256 or better.',
  ),
  'signature-algorithm': row(
    'signature-algorithm',
    'error',
    'The signature is of a kind that is not known',
    'Known are RSA (PKCS #1 and PSS), ECDSA, Ed25519 and Ed448.',
    ['RFC 6960 §4.3'],
    'The authority has to sign with RSA or ECDSA and SHA-256.',
  ),
  'bad-signature': row(
    'bad-signature',
    'error',
    'The signature is wrong',
    'The response was changed after it was signed, or someone else signed it.',
    ['RFC 6960 §3.2'],
    'Fetch a new one, and find out who is between here and the responder.',
  ),
};
