/**
 * What `-bV` says the program has in it, line by line where scripts look for it: extensions, lookups, drivers, scanners.
 * Written out, so that a call for the version loads none of them; a test holds it to the registries.
 */
export const ABILITIES: readonly (readonly [title: string, names: string])[] = [
  [
    'Support for',
    'crypteq iconv() IPv6 OpenSSL TLS_resume Content_Scanning DANE DKIM DMARC DNSSEC Event I18N OCSP PIPECONNECT PRDR PROXY SOCKS SPF SRS',
  ],
  [
    'Lookups (built-in)',
    'lsearch wildlsearch nwildlsearch iplsearch cdb dbm dbmjz dbmnz dnsdb dsearch json ldap ldapdn ldapm mysql passwd pgsql redis sqlite',
  ],
  ['Authenticators', 'cram_md5 dovecot external gsasl plaintext spa tls'],
  ['Routers', 'accept dnslookup ipliteral iplookup manualroute queryprogram redirect'],
  ['Transports', 'appendfile/maildir/mailstore/mbx autoreply lmtp pipe queuefile smtp'],
  ['Malware', 'f-protd f-prot6d drweb fsecure sophie clamd avast sock cmdline'],
];

export const abilitiesText = (): string => ABILITIES.map(([title, names]) => `${title}: ${names}\n`).join('');
