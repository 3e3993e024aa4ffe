/** Where OpenSSL and we differ on a chain, each with its reason; a difference that is gone is a failure, too. */

export const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  [
    'fields: two algorithms in the root',
    'OpenSSL does not look at what is signed of an anchor; RFC 5280 §4.1.1.2 asks for equal ones of every certificate',
  ],
  [
    'extensions: information access that is no DER',
    'OpenSSL reads it only when asked; what cannot be read is refused here',
  ],
  [
    'extensions: critical information access',
    'OpenSSL does not handle it in verification; we do, and know what it says',
  ],
  ['key identifiers: a critical authority key identifier', 'as for information access'],
  ['key identifiers: a critical subject key identifier', 'as for information access'],
  ['extensions: an empty alternative name', 'OpenSSL takes the common name then (RFC 9525 §2 does not)'],
  ['names of the leaf: no alternative name', 'OpenSSL takes the common name then (RFC 9525 §2 does not)'],
  [
    'authorities: a root without basic constraints',
    'OpenSSL lets self-signed anchors do without; RFC 5280 §4.2.1.9 wants them in version 3',
  ],
  [
    'authorities: an authority as the leaf',
    'OpenSSL wants a key usage for TLS of it; an authority shown as a leaf is judged as one here (RFC 5280 §4.2.1.9)',
  ],
  ['path length: a leaf that is an authority is no authority below', 'as for an authority as the leaf'],
  ['anchors: a self-signed leaf that is trusted', 'as for an authority as the leaf'],
  [
    'key identifiers: a root that names an issuer without serial',
    'RFC 5280 §4.2.1.1 wants both or neither; OpenSSL passes it over',
  ],
  ['purposes: a responder without the usage', 'OpenSSL’s purpose ocsphelper asks for nothing'],
  ['purposes: mail with keyEncipherment', 'OpenSSL tells signing from encryption; mail is one purpose here'],
  ['purposes: mail with keyAgreement', 'OpenSSL tells signing from encryption; mail is one purpose here'],
  ['names of the leaf: a wildcard within a label', 'OpenSSL still matches those (RFC 9525 §6.3 does not)'],
  [
    'names of the leaf: a wildcard above a single label',
    'OpenSSL never matches those; here the profile webpki refuses them, and RFC 9525 §6.3 lets them match',
  ],
  ['keys and signatures: RSA with MD5', 'OpenSSL at security level 0 takes MD5; it is refused in every profile here'],
  ['dates: the last second', 'OpenSSL takes notAfter for the end; RFC 5280 §4.1.2.5 includes it'],
  ['dates: within the last second', 'OpenSSL takes notAfter for the end; RFC 5280 §4.1.2.5 includes it'],
  [
    'DER: a serial number with a leading zero',
    'OpenSSL cannot read the certificate; here reading is lenient and the profiles rfc5280 and webpki refuse it',
  ],
  [
    'DNS names: a wildcard that stands for something excluded',
    'OpenSSL compares the wildcard as it is written (the fault of CVE-2025-61727 elsewhere)',
  ],
  ['URIs: with port and user', 'OpenSSL takes the user for a part of the host'],
  [
    'URIs: an address for a host',
    'RFC 5280 §4.2.1.10 wants such URIs refused where URIs are constrained; OpenSSL passes',
  ],
  [
    'where they count: another way up is free of them',
    'OpenSSL builds one path and judges that; here the search goes on after a refusal',
  ],
  ['depth: self-issued ones are not counted', 'OpenSSL counts every certificate between'],
  ['depth: forty', 'more than 32 intermediates are never gone through here'],
]);

/** What -x509_strict refuses and the profile rfc5280 does not, beside the above. */
export const STRICTER: ReadonlyMap<string, string> = new Map([
  [
    'authorities: an authority without key usage',
    'RFC 5280 §4.2.1.3 tells issuers to include it; §6.1.4 (n) judges it only where it is there',
  ],
]);
