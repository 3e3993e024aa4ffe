import { asked } from './make.ts';

const ofConnection = (side: string, whose: string): Readonly<Record<string, string>> => ({
  [`tls_${side}_bits`]: `The strength of the cipher of the ${whose} connection.`,
  [`tls_${side}_cipher`]: `The cipher suite of the ${whose} connection.`,
  [`tls_${side}_cipher_std`]: `The cipher suite of the ${whose} connection, by its standard name.`,
  [`tls_${side}_ver`]: `The TLS version of the ${whose} connection.`,
  [`!tls_${side}_peerdn`]: `The subject of the peer's certificate on the ${whose} connection.`,
  [`!tls_${side}_sni`]: `The server name of the ${whose} connection.`,
  [`tls_${side}_ocsp`]: `What became of OCSP on the ${whose} connection: 0 not requested to 4 verified.`,
  [`tls_${side}_certificate_verified`]: `1 where the peer's certificate on the ${whose} connection was verified.`,
  [`tls_${side}_ourcert`]: `Our certificate on the ${whose} connection.`,
  [`tls_${side}_peercert`]: `The peer's certificate on the ${whose} connection.`,
  [`tls_${side}_resumption`]: `Bits about session resumption on the ${whose} connection.`,
});

/** Authentication and TLS. */
export const SECURITY_VARIABLES = asked({
  group: 'security',
  rows: {
    '!auth1': 'The first string of an authenticator.',
    '!auth2': 'The second string of an authenticator.',
    '!auth3': 'The third string of an authenticator.',
    '!auth4': 'The fourth string of an authenticator.',
    '!authenticated_id': 'Who authenticated, as server_set_id says; the login of a local caller.',
    authenticated_fail_id: 'Who last failed to authenticate.',
    '!authenticated_sender': 'The sender that MAIL claims to have been authenticated.',
    sender_host_authenticated: 'The authenticator through which the client authenticated.',
    authentication_failed: '1 after a failed authentication.',
    ...ofConnection('in', 'incoming'),
    ...ofConnection('out', 'outgoing'),
    tls_out_dane: 'yes where DANE vouched for the outgoing connection.',
    tls_out_tlsa_usage: 'Bits for the usages of the TLSA records found.',
    tls_bits: 'The older name of tls_in_bits, and tls_out_bits while a message is sent.',
    tls_cipher: 'The older name of tls_in_cipher, and tls_out_cipher while a message is sent.',
    '!tls_peerdn': 'The older name of tls_in_peerdn, and tls_out_peerdn while a message is sent.',
    '!tls_sni': 'The older name of tls_in_sni, and tls_out_sni while a message is sent.',
    tls_certificate_verified: 'The older name of tls_in_certificate_verified.',
  },
});
