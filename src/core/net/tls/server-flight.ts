/**
 * A server's first flight, as far as it is in the clear: all of it up to TLS 1.2, the ServerHello alone in TLS 1.3, with the
 * size of the record behind it.
 *
 * Enough to know what the server chose out of an offer, without a handshake that ends.
 */
import { CONTENT, MessageReader, records } from './record-layer.ts';
import {
  alertName,
  MESSAGE,
  readCertificateStatus,
  readCertificates,
  readServerHello,
  type ServerHello,
  TLS13,
} from './server-messages.ts';

export interface HelloFlight {
  readonly hello: ServerHello;
  /** DER as sent; empty in TLS 1.3, where it is encrypted, and for anonymous suites. */
  readonly chain: readonly Uint8Array[];
  /** Body of ServerKeyExchange (RFC 5246 §7.4.3); absent for RSA key exchange and in TLS 1.3. */
  readonly keyExchange?: Uint8Array;
  readonly ocspResponse?: Uint8Array;
  readonly requestsCertificate: boolean;
}

export type FlightReading =
  | { readonly kind: 'more' }
  | { readonly kind: 'hello'; readonly flight: HelloFlight; readonly isComplete: boolean }
  | { readonly kind: 'alert'; readonly alert: string }
  | { readonly kind: 'not-tls'; readonly detail: string };

/** @param bytes  what the server sent from its first octet; it may end anywhere */
export function readServerFlight(bytes: Uint8Array): FlightReading {
  if (!looksLikeTls(bytes)) return { kind: 'not-tls', detail: 'what the server sent is no TLS record' };
  const messages = new MessageReader();
  let reading: FlightReading = { kind: 'more' };
  for (const { type, payload } of records(bytes)) {
    if (type === CONTENT.ALERT) {
      if (reading.kind === 'hello' || payload[0] === WARNING) continue; // what was chosen is known; a warning goes on
      return { kind: 'alert', alert: alertName(payload[1] ?? 255) };
    }
    if (type === CONTENT.APPLICATION_DATA && reading.kind === 'hello' && reading.flight.hello.version >= TLS13)
      return SEALED_ALERT_BYTES.has(payload.length)
        ? { kind: 'alert', alert: 'unreadable_under_encryption' }
        : { ...reading, isComplete: true };
    if (type !== CONTENT.HANDSHAKE) continue;
    messages.push(payload);
    for (let message = messages.next(); message !== undefined; message = messages.next()) {
      reading = readMessage(reading, message);
      if (reading.kind === 'not-tls' || (reading.kind === 'hello' && reading.isComplete)) return reading;
    }
  }
  return reading;
}

/**
 * An alert as it looks encrypted: two octets, the inner type, a tag of 16 or 8 (RFC 8446 §5.2). Some servers look for a
 * certificate only behind their ServerHello, and end there when they have none that fits; every other message is longer.
 */
const SEALED_ALERT_BYTES: ReadonlySet<number> = new Set([2 + 1 + 16, 2 + 1 + 8]);

/** RFC 8446 §6: unrecognized_name may come as a warning, before the hello. */
const WARNING = 1;

/** Content type and major version of the first record, as far as they are there. */
function looksLikeTls(bytes: Uint8Array): boolean {
  const isType = bytes.length < 1 || bytes[0] === CONTENT.HANDSHAKE || bytes[0] === CONTENT.ALERT;
  return isType && (bytes.length < 2 || bytes[1] === 3);
}

function readMessage(
  before: FlightReading,
  { type, body }: { readonly type: number; readonly body: Uint8Array },
): FlightReading {
  if (type === MESSAGE.SERVER_HELLO) return begun(body);
  if (before.kind !== 'hello')
    return { kind: 'not-tls', detail: `handshake message ${type} where a ServerHello belongs` };
  const { flight } = before;
  switch (type) {
    case MESSAGE.CERTIFICATE:
      return going({ ...flight, chain: readCertificates(body, false) });
    case MESSAGE.SERVER_KEY_EXCHANGE:
      return going({ ...flight, keyExchange: Uint8Array.from(body) });
    case MESSAGE.CERTIFICATE_STATUS: {
      const ocspResponse = readCertificateStatus(body);
      return going({ ...flight, ...(ocspResponse !== undefined && { ocspResponse }) });
    }
    case MESSAGE.CERTIFICATE_REQUEST:
      return going({ ...flight, requestsCertificate: true });
    default:
      return { ...before, isComplete: type === MESSAGE.SERVER_HELLO_DONE };
  }
}

const going = (flight: HelloFlight): FlightReading => ({ kind: 'hello', flight, isComplete: false });

function begun(body: Uint8Array): FlightReading {
  const hello = readServerHello(body);
  if (hello === undefined) return { kind: 'not-tls', detail: 'a ServerHello that contradicts its own lengths' };
  const isComplete = hello.isRetry; // in TLS 1.3 the record behind tells whether the server went on
  return { kind: 'hello', flight: { hello, chain: [], requestsCertificate: false }, isComplete };
}
