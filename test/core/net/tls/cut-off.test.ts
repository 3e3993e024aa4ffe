/** Octets below TLS, and whether its word of the end was among them. */
import { describe, expect, it } from 'vitest';
import { CutOffWatch } from '../../../../src/core/net/tls/cut-off.ts';

/** A record of TLS 1.3 has 22 octets around what is in it, and the word of the end two octets in it. */
const AROUND = 22;
const END = 24;

const watched = (): { below: { bytesRead: number }; watch: CutOffWatch } => {
  const below = { bytesRead: 300 };
  return { below, watch: new CutOffWatch(below) };
};

describe('the end of TLS', () => {
  it('is cut off where nothing came behind the last data (RFC 8446 §6.1)', () => {
    const { below, watch } = watched();
    below.bytesRead += 10 + AROUND;
    watch.note(10);
    expect(watch.isCutOff).toBe(true);
  });

  it('is not known behind the handshake, with whose last record the word may have come', () => {
    expect(watched().watch.isCutOff).toBe(false);
  });

  it('is none where something came that was no data', () => {
    const { below, watch } = watched();
    below.bytesRead += 10 + AROUND;
    watch.note(10);
    below.bytesRead += END;
    expect(watch.isCutOff).toBe(false);
  });

  it('is not known, and so none, where data came with so much more that the word may be in it', () => {
    const { below, watch } = watched();
    below.bytesRead += 10 + AROUND + END;
    watch.note(10);
    expect(watch.isCutOff).toBe(false);
  });

  it('is not known where several records came at once', () => {
    const { below, watch } = watched();
    below.bytesRead += 10 + AROUND + 5 + AROUND + END;
    watch.note(10);
    watch.note(5);
    expect(watch.isCutOff).toBe(false);
  });
});
