/** Octets on their way from a client to a next hop: as many as are waited for, and a bounded number more. */
import type { Failure } from '../../../base/index.ts';

/** A next hop that is slower than the client slows the client down behind so many. */
const ENOUGH_OCTETS = 256 * 1024;

export class Feed {
  private parts: Uint8Array[] = [];
  private octets = 0;
  private isOver = false;
  private isBroken = false;
  private wakeReader: (() => void) | undefined;
  private wakeWriter: (() => void) | undefined;

  /** @returns what to wait for before the next part; undefined: there is room */
  push(part: Uint8Array): Promise<void> | undefined {
    if (this.isOver || part.length === 0) return undefined;
    this.parts.push(Uint8Array.from(part)); // the socket reads into the same octets again
    this.octets += part.length;
    this.wakeReader?.();
    if (this.octets < ENOUGH_OCTETS) return undefined;
    return new Promise((resolve) => {
      this.wakeWriter = resolve;
    });
  }

  /** That was all of it. */
  end(): void {
    this.isOver = true;
    this.wakeReader?.();
  }

  /** There is no end to come: the reader fails, and the next hop sees no dot. */
  breakOff(): void {
    this.isBroken = true;
    this.stop();
    this.wakeReader?.();
  }

  /** Nobody reads any more: what comes is dropped. */
  stop(): void {
    this.isOver = true;
    this.parts = [];
    this.octets = 0;
    this.wakeWriter?.();
  }

  /** Once. */
  async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.isBroken) throw Object.assign(new Error(BROKEN_OFF.message), { failure: BROKEN_OFF });
      const part = this.take();
      if (part !== undefined) yield part;
      else if (this.isOver) return;
      else
        await new Promise<void>((resolve) => {
          this.wakeReader = resolve;
        });
    }
  }

  /** All that is there. */
  private take(): Uint8Array | undefined {
    if (this.parts.length === 0) return undefined;
    const { parts } = this;
    this.parts = [];
    this.octets = 0;
    this.wakeWriter?.();
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }
}

const BROKEN_OFF: Failure = {
  code: 'cutthrough/broken-off',
  message: 'the message came to no end',
  fault: 'peer',
  temporary: true,
};
