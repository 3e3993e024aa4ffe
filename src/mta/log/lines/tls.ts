/** TLS in a line: X= cipher, CV= verified, DN= subject, SNI= the name asked for. */
import type { LogFormat } from '../entry.ts';
import { printable, printableWord } from '../printing.ts';

export interface TlsFacts {
  /** `TLS1.3:ECDHE_X25519__…:256` or however the library names it. */
  readonly cipher: string;
  readonly verified: boolean;
  /** Verified by TLSA records (deliveries). */
  readonly dane?: boolean;
  readonly peerDn?: string;
  readonly sni?: string;
  readonly resumed?: boolean;
}

/** Empty without TLS. */
export function tlsFields(tls: TlsFacts | undefined, format: LogFormat): string {
  if (tls === undefined) return '';
  const { selectors } = format;
  let text = '';
  if (selectors.has('tls_cipher'))
    text += ` X=${tls.cipher}${tls.resumed === true && selectors.has('tls_resumption') ? '*' : ''}`;
  if (selectors.has('tls_certificate_verified')) text += ` CV=${verification(tls)}`;
  if (selectors.has('tls_peerdn') && tls.peerDn !== undefined) text += ` DN="${printable(tls.peerDn, format)}"`;
  if (selectors.has('tls_sni') && tls.sni !== undefined) text += ` SNI=${printableWord(tls.sni, format)}`;
  return text;
}

const verification = ({ verified, dane }: TlsFacts): string => (verified ? (dane === true ? 'dane' : 'yes') : 'no');

export interface AuthFacts {
  /** The authenticator's name. */
  readonly name: string;
  /** `$authenticated_id`. */
  readonly id?: string;
  /** AUTH= of the MAIL command. */
  readonly sender?: string;
}

/** ` A=name[:id[:sender]]`. */
export function authField(auth: AuthFacts | undefined, { selectors }: LogFormat): string {
  if (auth === undefined) return '';
  if (auth.id === undefined) return ` A=${auth.name}`;
  const sender = auth.sender === undefined || !selectors.has('smtp_mailauth') ? '' : `:${auth.sender}`;
  return ` A=${auth.name}:${auth.id}${sender}`;
}
