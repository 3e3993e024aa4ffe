/** What a handshake came to, in Exim's terms. */
import type { ClientHello, SecureSocket, StagedHandshake } from '../../core/net/index.ts';
import type { TlsFacts } from '../facts/index.ts';

export interface HandshakeContext {
  readonly onConnect: boolean;
  readonly hello: ClientHello | undefined;
  readonly ownCertificate: Uint8Array;
  readonly isVerified: boolean;
  readonly hasProof: boolean;
  readonly takesTickets: boolean;
}

export function factsOf({ socket }: StagedHandshake, context: HandshakeContext): TlsFacts {
  const { hello, onConnect, ownCertificate, isVerified } = context;
  const { name, standardName } = socket.getCipher();
  const peer = socket.getPeerX509Certificate();
  return {
    version: versionOf(socket),
    cipher: name,
    cipherStandard: standardName,
    bits: bitsOf(name),
    onConnect,
    ...(hello?.serverName !== undefined && { sni: hello.serverName }),
    ...(peer !== undefined && { peerDn: distinguishedName(peer.subject), peerCertificate: new Uint8Array(peer.raw) }),
    verified: isVerified,
    ocsp: ocspOf(socket, context),
    resumption: resumptionOf(socket, context),
    channel: channelOf(socket),
    ourCertificate: ownCertificate,
  };
}

const EXPORTED_OCTETS = 32;

/** RFC 9266 §2 in TLS 1.3; before it the first Finished message (RFC 5929 §3), which is ours where a session is taken up. */
function channelOf(socket: SecureSocket): NonNullable<TlsFacts['channel']> {
  if (socket.getProtocol() === 'TLSv1.3')
    return {
      exporter: socket.exportKeyingMaterial(EXPORTED_OCTETS, 'EXPORTER-Channel-Binding', Buffer.alloc(0)),
    };
  const finished = socket.isSessionReused() ? socket.getFinished() : socket.getPeerFinished();
  return finished === undefined ? {} : { unique: finished };
}

const versionOf = (socket: SecureSocket): string => versionName(socket.getProtocol() ?? '');

/** `TLS1.3`; Node says TLSv1.3, and TLSv1 for 1.0. */
export function versionName(protocol: string): string {
  return protocol === 'TLSv1' ? 'TLS1.0' : protocol.replace(/^TLSv/, 'TLS');
}

/** Strength of the cipher by its name, as OpenSSL counts it. */
export function bitsOf(name: string): number {
  if (/CHACHA20|AES_?256|ARIA_?256|CAMELLIA_?256/.test(name)) return 256;
  if (/3DES|DES-CBC3/.test(name)) return 112;
  return 128;
}

/** Commas between, in the order of the certificate (as Exim over GnuTLS; deviates from RFC 4514 §2.1). Node has a line for each. */
export const distinguishedName = (subject: string): string => subject.split('\n').join(',');

/** 0: not asked for; 1: asked for, and none to give; 4: given, and verified when it was read. */
function ocspOf(socket: SecureSocket, { hello, hasProof }: HandshakeContext): TlsFacts['ocsp'] {
  if (hello?.wantsProof !== true) return 0;
  return hasProof && !socket.isSessionReused() ? 4 : 1;
}

/** Bits of `$tls_in_resumption`: it can be had, a ticket was asked for, a session offered, a ticket given, a session taken up. */
function resumptionOf(socket: SecureSocket, { hello, takesTickets }: HandshakeContext): number {
  if (!takesTickets) return 1;
  const bits = [true, hello?.wantsTicket, hello?.offersSession, hello?.wantsTicket, socket.isSessionReused()];
  return bits.reduce((sum, bit, index) => (bit === true ? sum | (1 << index) : sum), 0);
}
