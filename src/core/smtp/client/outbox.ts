/** What a step wants sent, until it leaves in one write. */
import type { Duplex } from 'node:stream';

export class Outbox {
  private parts: Uint8Array[] = [];
  octets = 0;

  /** @param octets  not to be changed any more */
  add(octets: Uint8Array): void {
    this.parts.push(octets);
    this.octets += octets.length;
  }

  /** A stream that has ended gets nothing, and says nothing of it: that it has ended is told elsewhere. */
  leaveBy(stream: Duplex): void {
    if (this.octets === 0) return;
    const whole = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts, this.octets);
    this.parts = [];
    this.octets = 0;
    if (!stream.destroyed && stream.writable) stream.write(whole);
  }
}
