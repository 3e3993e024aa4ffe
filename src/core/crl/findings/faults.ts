/**
 * Why a CRL could not be relied on, a row for each fault of core/pki/crl.
 *
 * A list that is proven wrong is an error: its authority has to mend it. One that is not about the certificate, or goes beyond
 * what is read here, decides nothing: unknown.
 */
import type { FindingDef } from '../../../base/index.ts';
import type { CrlFault } from '../../pki/index.ts';
import { row } from './define.ts';

const MEND = 'The authority has to issue a new CRL.';
const GIVE = 'Give the CRL of the certificate’s issuer.';

export const FAULT_FINDINGS: Readonly<Record<CrlFault, FindingDef>> = {
  missing: row(
    'missing',
    'unknown',
    'There is no CRL to ask',
    'Without a CRL of its issuer nothing can be said of a certificate.',
    ['RFC 5280 §6.3.3'],
    GIVE,
  ),
  'wrong-issuer': row(
    'wrong-issuer',
    'unknown',
    'The CRL is another authority’s',
    'The issuer’s name in the CRL is not the one in the certificate, nor the one that its distribution point names for an indirect CRL.',
    ['RFC 5280 §6.3.3'],
    GIVE,
  ),
  'delta-without-base': row(
    'delta-without-base',
    'unknown',
    'A delta CRL has no complete one to continue',
    'A delta lists what changed since a complete CRL. The complete one has to have the same issuer, scope and key, and a number from the delta’s base number up to below its own.',
    ['RFC 5280 §5.2.4'],
    'Give the complete CRL too.',
  ),
  'too-large': row(
    'too-large',
    'unknown',
    'The CRL is larger than what is read',
    'The size of CRLs is bounded, so that a server cannot fill the memory.',
    ['RFC 5280 §5.1'],
    'Raise --max-size.',
  ),
  malformed: row(
    'malformed',
    'error',
    'The CRL cannot be read',
    'It is not written as RFC 5280 has it: no DER, a version other than 2, dates before 2050 as GeneralizedTime, extensions twice, entries out of form.',
    ['RFC 5280 §5.1'],
    MEND,
  ),
  'distribution-point': row(
    'distribution-point',
    'unknown',
    'The CRL is for another distribution point',
    'Authorities with many certificates share them out among several CRLs. This one names a distribution point that the certificate does not have; names are compared octet for octet.',
    ['RFC 5280 §5.2.5', 'RFC 5280 §6.3.3'],
    'Give the CRL from an address that the certificate names.',
  ),
  scope: row(
    'scope',
    'unknown',
    'The CRL is for another kind of certificates',
    'Its issuing distribution point says that it lists end-entity, CA or attribute certificates alone.',
    ['RFC 5280 §5.2.5'],
    GIVE,
  ),
  'web-profile': row(
    'web-profile',
    'error',
    'The CRL is about a part of the certificates, and not as the public web has it',
    'Its issuing distribution point is to be named by URI alone, and an authority of the web issues no indirect CRLs (Baseline Requirements §7.2.2.1). RFC 5280 itself allows both: --profile rfc5280 takes them.',
    ['RFC 5280 §5.2.5'],
    MEND,
  ),
  'unknown-critical': row(
    'unknown-critical',
    'unknown',
    'The CRL has a critical extension that is not known here',
    'Such a CRL must not be used, and that holds for a critical extension of any of its entries as well.',
    ['RFC 5280 §5.2', 'RFC 5280 §5.3'],
  ),
  'no-number': row(
    'no-number',
    'error',
    'The CRL has no number',
    'Every version 2 CRL has to have one. OpenSSL accepts it all the same; `openssl ca` writes the number where its configuration has a crlnumber file.',
    ['RFC 5280 §5.2.3'],
    MEND,
  ),
  'critical-number': row(
    'critical-number',
    'error',
    'The CRL number is marked critical',
    'The extension must not be critical: OpenSSL, for one, refuses the whole list for it.',
    ['RFC 5280 §5.2.3'],
    MEND,
  ),
  'duplicate-serial': row(
    'duplicate-serial',
    'error',
    'The CRL lists a certificate twice',
    'A serial number has one entry, or it is open which of them counts. OpenSSL takes either.',
    ['RFC 5280 §5.1.2.6'],
    MEND,
  ),
  'not-yet-valid': row(
    'not-yet-valid',
    'error',
    'The CRL is from the future',
    'Its thisUpdate is later than now, or than --at. The clock of the authority or the one here is wrong.',
    ['RFC 5280 §5.1.2.4'],
    'Look at the clock here; else the authority has to mend its own.',
  ),
  'no-next-update': row(
    'no-next-update',
    'error',
    'The CRL does not say when the next one comes',
    'nextUpdate has to be there: without it an old list could be shown for ever. OpenSSL accepts it all the same.',
    ['RFC 5280 §5.1.2.5'],
    MEND,
  ),
  expired: row(
    'expired',
    'error',
    'The CRL is out of date',
    'Its nextUpdate has passed. What has been revoked since then is not in it, and programs that check revocation strictly refuse the certificate.',
    ['RFC 5280 §5.1.2.5'],
    'The authority has to publish a new one; a CRL from a file has to be fetched anew.',
  ),
  'no-signer': row(
    'no-signer',
    'unknown',
    'The certificate of the CRL’s signer was not found',
    'An indirect CRL is signed by another authority than the certificate’s issuer.',
    ['RFC 5280 §6.3.3'],
    'Give it with --issuer.',
  ),
  'wrong-key': row(
    'wrong-key',
    'error',
    'The CRL names another key of its issuer',
    'Its authority key identifier is not that of the issuer’s certificate. An authority that has changed its key signs CRLs with the one that signed the certificate, or shows a certificate for the other.',
    ['RFC 5280 §5.2.1'],
    'Give the certificate of that key with --issuer.',
  ),
  'no-crl-sign': row(
    'no-crl-sign',
    'error',
    'The signer of the CRL may not sign CRLs',
    'The key usage of its certificate lacks cRLSign.',
    ['RFC 5280 §4.2.1.3', 'RFC 5280 §6.3.3'],
    'The authority has to have a certificate with cRLSign.',
  ),
  'bad-signature': row(
    'bad-signature',
    'error',
    'The signature of the CRL does not verify',
    'The list was changed on its way, is signed with another key, or is somebody else’s in this authority’s name.',
    ['RFC 5280 §6.3.3'],
    'Fetch it again; else the authority has to mend it.',
  ),
  'untrusted-signer': row(
    'untrusted-signer',
    'error',
    'The signer of the CRL leads to no authority that is known',
    'The certificate that verifies the CRL was issued by none of those that stand above the certificate in question.',
    ['RFC 5280 §6.3.3'],
    'Give the authorities in between with --issuer.',
  ),
  'reasons-not-covered': row(
    'reasons-not-covered',
    'unknown',
    'The CRLs leave out some reasons for revocation',
    'A CRL may be for some reasons alone. Only when those at hand cover all of them is a certificate that they do not list a good one.',
    ['RFC 5280 §5.2.5', 'RFC 5280 §6.3.3'],
    'Give the CRL for the other reasons too.',
  ),
};
