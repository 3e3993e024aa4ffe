/**
 * tls: the server's side of TLS as the configuration has it (Exim spec ch. "Encrypted SMTP connections using TLS/SSL").
 *
 * `createServerTls` gives each connection its acceptor: the options are expanded for it, files are read once and again when
 * they change, and the handshake runs with the identity whose key the client can verify. `check` tries all of it before
 * anything listens.
 *
 * Terms. *Material*: what the values of the options come to for OpenSSL, kept by those values and the stamps of their files.
 * *Stage*: one identity ready for handshakes (core/net). *Proof*: an OCSP response that was tried when it was read.
 *
 * Ciphers are OpenSSL's lists, or GnuTLS's priority strings put into its terms (ciphers/).
 * Implemented: RFC 8446 and RFC 5246 through OpenSSL, RFC 6066 §3 and §8, RFC 7301 §3.2, RFC 5077 by OpenSSL's tickets.
 * Deliberately absent: TLS of outgoing connections; several stapled responses in one handshake (RFC 6961), which Node
 * does not do; alerts about a client's certificate: such a connection just ends.
 */
export { readCiphers } from './ciphers/read.ts';
export type { CipherChoice } from './ciphers/types.ts';
export { deniedLine } from './events.ts';
export { readText, stampOf } from './files.ts';
export { bitsOf, distinguishedName, versionName } from './handshake-facts.ts';
export { readCrlTexts, readRootTexts, rootsPath } from './roots.ts';
export { createServerTls, type ServerTlsOptions } from './server.ts';
export type * from './types.ts';
