/** Drivers: kinds of routers, transports and authenticators. */
import type { Word, WordKind } from './types.ts';

const rows = (kind: WordKind, docs: Readonly<Record<string, string>>, planned: readonly string[] = []) =>
  Object.entries(docs).map(([name, doc]) => {
    const status = planned.includes(name) ? 'planned' : 'works';
    return { name, kind, scope: 'driver', doc, status };
  });

export const driverWords = (): readonly Word[] => [
  ...rows('router driver', {
    accept: 'Takes every address its preconditions let through, for its transport. It has no options of its own.',
    dnslookup: 'Finds the hosts of a domain by its MX records, SRV records where asked, or address records.',
    ipliteral: 'Takes addresses whose domain is an IP address in brackets. It needs allow_domain_literals.',
    iplookup: 'Asks a service over TCP or UDP for another address.',
    manualroute: 'Finds the hosts of a domain in a list or by a look-up: smart hosts and fixed routes.',
    queryprogram: 'Runs a program that says what becomes of the address.',
    redirect: 'Makes other addresses, files, pipes or replies of an address: aliases, forward files, filters.',
  }),
  ...rows('transport driver', {
    appendfile: 'Writes messages into mailboxes: one file, or a directory such as a maildir.',
    autoreply: 'Answers a message by another one.',
    lmtp: 'Hands messages to a program or a socket on this host by LMTP.',
    pipe: 'Gives messages to a program.',
    queuefile: 'Copies the files of a queued message into a directory.',
    smtp: 'Sends messages to other hosts by SMTP, or by LMTP over TCP.',
  }),
  ...rows(
    'authenticator driver',
    {
      cram_md5: 'CRAM-MD5: the password is proven by a hash of a challenge. The server needs it in clear.',
      cyrus_sasl: 'Leaves the mechanism to the SASL library of Cyrus, as a server.',
      dovecot: 'Leaves the mechanism to a Dovecot on this host, over its socket, as a server.',
      external: 'EXTERNAL: who the client is has been shown by its certificate, and it asks to be taken for that.',
      gsasl: 'Mechanisms of the GNU SASL library, SCRAM above all.',
      heimdal_gssapi: 'GSSAPI by the Kerberos library of Heimdal, as a server.',
      plaintext: 'PLAIN and LOGIN: names and passwords in clear, which TLS must cover.',
      spa: "SPA, Microsoft's NTLM for mail.",
      tls: 'Authenticates clients by their certificate, without AUTH.',
    },
    ['cyrus_sasl', 'heimdal_gssapi'],
  ),
];
