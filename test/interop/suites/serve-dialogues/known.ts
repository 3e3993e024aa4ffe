/** Where serve says something else than a live Exim 4.96, and why. They count as differences. */
import { KNOWN as OF_BOTH } from '../dialogues/known.ts';

const CONTROLS = 'control characters are written as escapes, so that no terminal obeys what a client has said';
const SETTING = 'what is wrong with the setting is told in words of our own, as of OpenSSL';
const LISTED = 'with GnuTLS a tls_crl that is expanded, or a folder, is left aside; here it counts, or TLS is not had';
const EMPTY = 'empty is as if unset, as with OpenSSL; GnuTLS takes it for a name that is none';

/** Of tls-options. */
const OF_TLS: Readonly<Record<string, readonly string[]>> = {
  [SETTING]: [
    'groups by parameters: no file',
    'certificates and keys that are not right: the second is missing',
    'certificates and keys that are not right: none',
    'certificates and keys that are not right: no certificate',
    'by the name asked for: no file for it',
  ],
  [LISTED]: [
    'lists of revoked ones: revoked',
    'lists of revoked ones: no such list',
    'lists of revoked ones: no list in the file',
    'a folder of lists: revoked',
  ],
  [EMPTY]: [
    'groups by parameters: empty',
    'parameters that are empty: any',
    ...['a key by expansion: empty', 'a key by expansion: forced to fail'],
  ],
  'a file without a certificate is a mistake; GnuTLS trusts nobody by it': [
    'authorities in a folder, lists of revoked ones: no certificates in the file',
  ],
  'TLS 1.1 is not had at the security level of OpenSSL': ["ciphers in GnuTLS's words: 1.1 is not had"],
};

const ofTls = Object.fromEntries(
  Object.entries(OF_TLS).flatMap(([reason, names]) => names.map((name) => [`tls-options, TLS: ${name}`, reason])),
);

export const KNOWN: Readonly<Record<string, string>> = {
  ...OF_BOTH,
  ...ofTls,
  'doors, proxy: ports that are none': 'a port beyond 65535 makes a wrong header; Exim takes the address before it',
  'connections, chunks, odd: QUIT between':
    'a message whose last chunk did not come is none (RFC 3030 §2); Exim takes what there is',
  'connections, proxies: families mixed': 'an address of another family than the header says is refused; Exim takes it',
  'connections, proxies: no port': 'a header without its last port is refused; Exim takes the addresses before it',
  'connections, early and odd octets: bare CR in data':
    'the longest line is one between line ends; Exim counts what a bare CR divides as one',
  'asked-late, words that come to nothing: all':
    'Exim closes its log with a socket that could not be had, and ends when it wants to write there',
  'records, lines of the log that are odd: HELO': CONTROLS,
  'records, lines of the log that are odd: subjects': CONTROLS,
};
