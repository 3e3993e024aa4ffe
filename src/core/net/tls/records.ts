/**
 * The server's side of a handshake, read from the octets it sent.
 *
 * node:tls shows a chain it has put in order, without duplicates and with roots of its own. What a peer really sent is in
 * its Certificate message: in clear up to TLS 1.2, and in TLS 1.3 under the server's handshake secret (RFC 8446 §7.3),
 * which OpenSSL tells through the key log.
 */
import { openRecord, type RecordKeys, recordKeys } from './decrypt.ts';
import { CONTENT, MessageReader, records } from './record-layer.ts';
import { MESSAGE, readCertificates, readServerHello, TLS13 } from './server-messages.ts';

/** Where the certificates begin differs by version; `undefined` until a ServerHello says. */
export interface SentHandshake {
  readonly version: number | undefined;
  /** DER in the order and number sent; empty where no Certificate message was found. */
  readonly chain: readonly Uint8Array[];
}

/**
 * @param bytes   what the server sent from the first octet of its first record
 * @param secret  the SERVER_HANDSHAKE_TRAFFIC_SECRET of the key log; needed for TLS 1.3
 */
export function readSentHandshake(bytes: Uint8Array, secret: Uint8Array | undefined): SentHandshake {
  let version: number | undefined;
  let keys: RecordKeys | undefined;
  const messages = new MessageReader();
  for (const record of records(bytes)) {
    if (record.type === CONTENT.HANDSHAKE) messages.push(record.payload);
    else if (record.type === CONTENT.APPLICATION_DATA && keys !== undefined) {
      const inner = openRecord(keys, record);
      if (inner?.type === CONTENT.HANDSHAKE) messages.push(inner.payload);
    } else if (record.type === CONTENT.CHANGE_CIPHER_SPEC && version !== TLS13) break; // RFC 5246 §7.1: encrypted from here
    for (let message = messages.next(); message !== undefined; message = messages.next()) {
      if (message.type === MESSAGE.CERTIFICATE)
        return { version, chain: readCertificates(message.body, version === TLS13) };
      const hello = message.type === MESSAGE.SERVER_HELLO ? readServerHello(message.body) : undefined;
      if (hello === undefined || hello.isRetry) continue;
      version = hello.version;
      if (version === TLS13 && secret !== undefined) keys = recordKeys(hello.cipher, secret);
    }
  }
  return { version, chain: [] };
}
