/** Records, and the handshake messages in them (RFC 8446 §5.1, RFC 5246 §6.2.1). */
import type { TlsRecord } from './decrypt.ts';
import { uint16, uint24 } from './octet-reader.ts';

export const CONTENT = { CHANGE_CIPHER_SPEC: 20, ALERT: 21, HANDSHAKE: 22, APPLICATION_DATA: 23 } as const;

/** The whole records in `bytes`; what is behind the last of them is still to come. */
export function* records(bytes: Uint8Array): Generator<TlsRecord> {
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 5 + uint16(bytes, at + 3);
    if (end > bytes.length) return;
    yield { type: bytes[at]!, header: bytes.subarray(at, at + 5), payload: bytes.subarray(at + 5, end) };
    at = end;
  }
}

/** Handshake messages may span records, and a record may hold several (RFC 8446 §5.1). */
export class MessageReader {
  private buffer: Uint8Array = new Uint8Array(0);

  push(payload: Uint8Array): void {
    this.buffer = this.buffer.length === 0 ? payload : Buffer.concat([this.buffer, payload]);
  }

  next(): { readonly type: number; readonly body: Uint8Array } | undefined {
    if (this.buffer.length < 4) return undefined;
    const end = 4 + uint24(this.buffer, 1);
    if (this.buffer.length < end) return undefined;
    const message = { type: this.buffer[0]!, body: this.buffer.subarray(4, end) };
    this.buffer = this.buffer.subarray(end);
    return message;
  }
}
