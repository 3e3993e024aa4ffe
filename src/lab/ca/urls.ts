/** Where the lab's certificates say that their issuer, their status and the lists are; web/ answers there. */

/** The one web server of the lab, port 80. */
export const WEB_HOST = 'pki.lab.test';

/** Answers for each certificate as its domain has it; a mood behind it makes it answer so for any. */
export const OCSP_URL = `http://${WEB_HOST}/ocsp`;

/** The issuer's certificate, DER; `.p7c` instead is PKCS #7 (RFC 5280 §4.2.2.1). */
export const CA_URL = (issuer: string): string => `http://${WEB_HOST}/ca/${issuer}.der`;

export const CRL_URL = (issuer: string, mood?: string): string =>
  `http://${WEB_HOST}/crl/${mood === undefined ? '' : `${mood}/`}${issuer}.crl`;
