/** Why a chain is refused: every code, its words, and where it is written. `mxray explain cert.chain.CODE` shows them. */

export interface ChainCodeRow {
  readonly title: string;
  readonly explanation: string;
  readonly fix?: string;
  readonly refs: readonly string[];
}

const row = (title: string, explanation: string, refs: readonly string[], fix?: string): ChainCodeRow => ({
  title,
  explanation,
  refs,
  ...(fix !== undefined && { fix }),
});

const ISSUE = 'Have the certificate issued again without the fault.';

export const CHAIN_CODES = {
  'unknown-issuer': row(
    'No way leads from the certificate to a trusted root',
    'Nobody among the certificates that were sent or are trusted has the name and key that signed. An intermediate was not sent, or the root is not trusted here.',
    ['RFC 5280 §6.1.3 (a)(4)'],
    'Send the missing intermediate, or trust the root with --ca-file.',
  ),
  'bad-signature': row(
    'A signature does not verify',
    'The certificate names an issuer whose key did not sign it: it was altered, or another authority has the same name.',
    ['RFC 5280 §6.1.3 (a)(1)'],
  ),
  'unsupported-algorithm': row(
    'A signature algorithm or key cannot be verified here',
    'The algorithm is not known, has parameters its standard forbids, or the key cannot be read.',
    ['RFC 5280 §4.1.1.2'],
  ),
  expired: row(
    'A certificate has expired',
    'Its notAfter is past at the time of the question.',
    ['RFC 5280 §6.1.3 (a)(2)'],
    'Renew it.',
  ),
  'not-yet-valid': row(
    'A certificate is not valid yet',
    'Its notBefore is in the future. Where that surprises, look at the clock.',
    ['RFC 5280 §6.1.3 (a)(2)'],
  ),
  'not-an-authority': row(
    'A certificate signed another and may not',
    'It has no basic constraints with cA set, or its key usage lacks keyCertSign.',
    ['RFC 5280 §6.1.4 (k), (n)'],
  ),
  'path-length': row(
    'An authority has more authorities below it than it may',
    'pathLenConstraint counts the intermediates below it, self-issued ones not counted.',
    ['RFC 5280 §6.1.4 (l), (m)'],
  ),
  'too-deep': row('There are more intermediates than the question allows', 'No path is as short as --max-depth says.', [
    'RFC 5280 §6.1',
  ]),
  'wrong-purpose': row(
    'A certificate is not for this purpose',
    'Its extended key usage, or that of an authority above it, does not have what is asked for; or its key usage does not let the key do it.',
    ['RFC 5280 §4.2.1.12', 'RFC 5280 §4.2.1.3'],
    'Have it issued with the usage, or ask for another --purpose.',
  ),
  'name-constraints': row(
    'An authority may not issue for a name in the chain',
    'Name constraints of an authority leave the name out or exclude it. A wildcard is out where a name it stands for is.',
    ['RFC 5280 §4.2.1.10', 'RFC 5280 §6.1.3 (b), (c)'],
  ),
  'unsupported-constraint': row(
    'An authority constrains names of a kind that nobody can compare',
    'Such a name stands in the chain, so the constraint cannot be passed over.',
    ['RFC 5280 §4.2.1.10'],
  ),
  'unknown-critical-extension': row(
    'A critical extension is not known',
    'Whoever marked it critical forbids the use to those who do not understand it.',
    ['RFC 5280 §4.2'],
  ),
  'malformed-extension': row(
    'An extension cannot be read, or stands twice',
    'What it says is unknown, so the certificate cannot be relied on.',
    ['RFC 5280 §4.2'],
    ISSUE,
  ),
  'policy-required': row(
    'No certificate policy is valid for the whole path, and one is required',
    'An authority asks for an explicit policy (policyConstraints), and the certificates below agree on none.',
    ['RFC 5280 §6.1.5 (g)', 'RFC 9618 §5'],
  ),
  revoked: row(
    'A certificate is revoked',
    'A CRL of its issuer lists it.',
    ['RFC 5280 §6.3.3'],
    'Replace the certificate.',
  ),
  'revocation-unknown': row(
    'The CRLs given do not tell whether a certificate is revoked',
    'None is from its issuer, in date, well signed and about certificates of this kind.',
    ['RFC 5280 §6.3.3'],
    'Give the current CRL of the issuer.',
  ),
  'name-mismatch': row(
    'The certificate is for another name',
    'None of its subject alternative names is the one asked for. Common names do not count.',
    ['RFC 9525 §6'],
    'Have the name added to the certificate.',
  ),
  'work-limit': row(
    'The chain asks for more work than any honest one',
    'Paths, signatures or name comparisons are bounded, against chains built to keep a verifier busy.',
    ['RFC 5280 §6.1'],
  ),
  encoding: row(
    'A certificate is not DER as it should be',
    'Lengths, numbers, booleans or defaults are not encoded in the one way DER has.',
    ['RFC 5280 §4.1', 'RFC 5280 §4.1.2.5'],
    ISSUE,
  ),
  version: row(
    'The version of a certificate is wrong',
    'Only version 3 has extensions, and every certificate in use today needs some.',
    ['RFC 5280 §4.1.2.1'],
    ISSUE,
  ),
  'serial-number': row(
    'A serial number is not a positive number of at most 20 octets',
    'Zero, negative and longer numbers are forbidden.',
    ['RFC 5280 §4.1.2.2'],
    ISSUE,
  ),
  'algorithm-mismatch': row(
    'The two signature algorithms of a certificate differ',
    'The one that is signed and the one beside the signature are to be the same.',
    ['RFC 5280 §4.1.1.2'],
    ISSUE,
  ),
  'empty-name': row(
    'A certificate has an empty issuer, or an authority an empty subject',
    'Both are to be non-empty distinguished names; a leaf without a subject needs a critical alternative name.',
    ['RFC 5280 §4.1.2.4', 'RFC 5280 §4.1.2.6'],
    ISSUE,
  ),
  'basic-constraints': row(
    'Basic constraints and key usage contradict each other, or are not as they must be',
    'An authority has both, critical, with cA and keyCertSign; nobody else has a path length or keyCertSign.',
    ['RFC 5280 §4.2.1.9', 'RFC 5280 §4.2.1.3'],
    ISSUE,
  ),
  'key-identifier': row(
    'A key identifier is missing, critical or wrong',
    'Authorities have a subject key identifier, and all but self-signed roots an authority key identifier; neither is critical.',
    ['RFC 5280 §4.2.1.1', 'RFC 5280 §4.2.1.2'],
    ISSUE,
  ),
  criticality: row(
    'An extension is critical that must not be, or not critical that must be',
    'Policy constraints and inhibitAnyPolicy are to be critical; information access and freshest CRL never are.',
    ['RFC 5280 §4.2.1', 'RFC 5280 §4.2.2'],
    ISSUE,
  ),
  'constraints-profile': row(
    'Name constraints are not as they must be',
    'They stand in authorities alone, name at least one subtree, and each subtree is written as its kind asks for.',
    ['RFC 5280 §4.2.1.10'],
    ISSUE,
  ),
  'alternative-name': row(
    'The subject alternative name is not as it must be',
    'It is there, holds a name, is critical if and only if the subject is empty, and its names are well written.',
    ['RFC 5280 §4.2.1.6', 'RFC 9525 §3'],
    ISSUE,
  ),
  'common-name': row(
    'The common name spells an alternative name in another way',
    'Where the common name is a host or an address it is to be a copy of an alternative name, letter by letter.',
    ['RFC 9525 §2'],
    ISSUE,
  ),
  'distribution-points': row(
    'A CRL distribution point is not named by URI alone',
    'A verifier of the web fetches CRLs by URL; names of other kinds lead it nowhere (Baseline Requirements §7.1.2.11.2).',
    ['RFC 5280 §4.2.1.13'],
    ISSUE,
  ),
  'extended-key-usage': row(
    'The extended key usage is not as it must be',
    'Roots have none; a server has no usages beside serverAuth and clientAuth; it is not critical and not "any".',
    ['RFC 5280 §4.2.1.12'],
    ISSUE,
  ),
  'weak-key': row(
    'A key is too weak or of a forbidden kind',
    'RSA needs 2048 bits, a length divisible by 8 and an odd exponent above 1; curves are the named P-256, P-384 and P-521; DSA is gone.',
    ['RFC 5480 §2.1.1', 'RFC 8017 §3.1'],
    'Make a new key.',
  ),
  'weak-signature': row(
    'A signature is made with a digest that can be forged',
    'MD5 and SHA-1 collisions let somebody else obtain a certificate with the same signature.',
    ['RFC 6151 §2', 'RFC 9155 §1'],
    ISSUE,
  ),
} as const satisfies Readonly<Record<string, ChainCodeRow>>;

export type ChainCode = keyof typeof CHAIN_CODES;
