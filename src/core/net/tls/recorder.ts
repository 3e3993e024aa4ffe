/**
 * A stream that hands everything through and keeps what the peer sent until the handshake is over.
 *
 * It sits between the socket and node:tls. Back-pressure passes both ways; the copy is bounded, and a peer whose handshake
 * outgrows the bound is cut off.
 */
import { Duplex } from 'node:stream';

/** Ample for a hundred long certificates; OpenSSL itself refuses certificate messages beyond 100 KiB by default. */
export const MAX_HANDSHAKE_BYTES = 256 * 1024;

export class Recorder extends Duplex {
  private readonly inner: Duplex;
  private parts: Uint8Array[] | undefined = [];
  private size = 0;
  /** Octets seen since the TLS began. */
  isTooLarge = false;

  constructor(inner: Duplex) {
    super({ allowHalfOpen: true });
    this.inner = inner;
    inner.on('data', (chunk: Buffer) => this.onChunk(chunk));
    inner.on('end', () => this.push(null));
    inner.on('error', (error) => this.destroy(error));
    inner.on('close', () => this.destroy());
    inner.pause();
  }

  /** What the peer sent so far; recording ends here. */
  recorded(): Uint8Array {
    const bytes = Buffer.concat(this.parts ?? []);
    this.parts = undefined;
    return bytes;
  }

  override _read(): void {
    this.inner.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.inner.write(chunk)) done();
    else this.inner.once('drain', () => done());
  }

  override _final(done: () => void): void {
    this.inner.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.inner.destroy();
    done(error);
  }

  private onChunk(chunk: Buffer): void {
    if (this.parts !== undefined) {
      this.size += chunk.length;
      if (this.size > MAX_HANDSHAKE_BYTES) {
        this.isTooLarge = true;
        this.destroy(new Error('handshake too large'));
        return;
      }
      this.parts.push(chunk);
    }
    if (!this.push(chunk)) this.inner.pause();
  }
}
