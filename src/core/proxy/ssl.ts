/** The value of an SSL TLV (proxy-protocol.txt §2.2.6): client bits, a verification result, TLVs of its own. */

/** `client` in one octet, `verify` in four. */
export const SSL_HEAD_OCTETS = 5;

export const SSL_CLIENT = { ssl: 1, certConn: 2, certSess: 4 } as const;

export interface SslHead {
  /** Bits of SSL_CLIENT. */
  readonly client: number;
  /** Zero where the client showed a certificate and it was verified. */
  readonly verify: number;
}

/** @param value  at least SSL_HEAD_OCTETS long */
export const readSsl = (value: Uint8Array): SslHead => ({
  client: value[0]!,
  verify: Buffer.from(value.subarray(1, SSL_HEAD_OCTETS)).readUInt32BE(),
});

export function sslClientWords(client: number): string {
  const unknown = client & ~(SSL_CLIENT.ssl | SSL_CLIENT.certConn | SSL_CLIENT.certSess);
  const words = [
    ...(client & SSL_CLIENT.ssl ? ['over TLS'] : ['not over TLS']),
    ...(client & SSL_CLIENT.certConn ? ['a certificate on this connection'] : []),
    ...(client & SSL_CLIENT.certSess ? ['a certificate in this TLS session'] : []),
    ...(unknown === 0 ? [] : [`unknown bits 0x${unknown.toString(16)}`]),
  ];
  return words.join(', ');
}
