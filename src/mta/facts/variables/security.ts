/** Variables about TLS and authentication. */
import type { Facts } from '../facts.ts';
import { certificateText, cipherText, type TlsFacts } from '../tls.ts';
import type { Reads } from './types.ts';

const ofTls = (read: (tls: TlsFacts) => string | undefined) => (facts: Facts) => {
  const { tls } = facts.connection;
  return tls === undefined ? undefined : read(tls);
};

const TLS_READS: Readonly<Record<string, (tls: TlsFacts) => string | undefined>> = {
  bits: ({ bits }) => String(bits),
  cipher: cipherText,
  cipher_std: ({ cipherStandard }) => cipherStandard,
  ver: ({ version }) => version,
  peerdn: ({ peerDn }) => peerDn,
  sni: ({ sni }) => sni,
  ocsp: ({ ocsp }) => String(ocsp),
  certificate_verified: ({ verified }) => (verified ? '1' : '0'),
  ourcert: ({ ourCertificate }) => certificateText(ourCertificate),
  peercert: ({ peerCertificate }) => certificateText(peerCertificate),
  resumption: ({ resumption }) => String(resumption),
};

/** Names without `in`, from before outgoing connections had theirs. */
const OLDER = ['bits', 'cipher', 'peerdn', 'sni', 'certificate_verified'];

export const SECURITY_READS: Reads = {
  ...Object.fromEntries(Object.entries(TLS_READS).map(([name, read]) => [`tls_in_${name}`, ofTls(read)])),
  ...Object.fromEntries(OLDER.map((name) => [`tls_${name}`, ofTls(TLS_READS[name]!)])),
  authenticated_id: ({ connection }) => connection.auth?.id ?? connection.callerId ?? '',
  authenticated_fail_id: ({ connection: { failedId } }) => failedId && ` (set_id=${failedId})`, // as the log has it, with 4.96
  authenticated_sender: ({ message }) => message?.authenticatedSender ?? '',
  sender_host_authenticated: ({ connection }) => connection.auth?.authenticator,
  authentication_failed: ({ connection }) => (connection.authFailed === true ? '1' : '0'),
};
