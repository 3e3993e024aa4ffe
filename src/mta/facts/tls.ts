/** What a handshake came to, for variables, the log and policy. */
export interface TlsFacts {
  /** As OpenSSL names it: `TLS1.3`. */
  readonly version: string;
  /** As OpenSSL names it: `TLS_AES_256_GCM_SHA384`, `ECDHE-RSA-AES256-GCM-SHA384`. */
  readonly cipher: string;
  /** As IANA names it. */
  readonly cipherStandard: string;
  readonly bits: number;
  /** Before the first word, not after STARTTLS. */
  readonly onConnect: boolean;
  readonly sni?: string;
  /** The subject of the peer's certificate. */
  readonly peerDn?: string;
  readonly verified: boolean;
  /** `$tls_in_ocsp`: 0 not asked for, 1 none to give, 2 given, 3 wrong, 4 verified. */
  readonly ocsp: 0 | 1 | 2 | 3 | 4;
  /** Bits: 1 sessions can be taken up, 2 the client wants a ticket, 4 it offered one, 8 it got one, 16 its was taken up. */
  readonly resumption: number;
  /** What an authentication over it can be bound to: exported keying material (RFC 9266), a Finished message (RFC 5929). */
  readonly channel?: { readonly exporter?: Uint8Array; readonly unique?: Uint8Array };
  /** DER. */
  readonly ourCertificate?: Uint8Array;
  readonly peerCertificate?: Uint8Array;
}

/** As in logs (`X=`) and variables: `TLS1.3:TLS_AES_256_GCM_SHA384:256`. */
export const cipherText = ({ version, cipher, bits }: TlsFacts): string => `${version}:${cipher}:${bits}`;

/** Certificates travel as text (RFC 7468): through expansions, and in the spool. */
export function certificateText(der: Uint8Array | undefined): string | undefined {
  if (der === undefined) return undefined;
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
