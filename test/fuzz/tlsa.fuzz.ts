/** TLSA text never throws, and what it reads is written and read again as the same. */
import { formatTlsa, parseTlsa, whyUnusable } from '../../src/core/dane/index.ts';

const texts = ['3 1 1 ab', 'DANE-TA CERT SHA2-512 00ff', '2 0 0 3003020100', '255 255 255 00'];

export const target = {
  name: 'tlsa',
  seeds: texts.map((text) => Uint8Array.from(Buffer.from(text))),
  run(bytes: Uint8Array): void {
    const read = parseTlsa(Buffer.from(bytes).toString('latin1'));
    if (!read.ok) return;
    whyUnusable(read.value);
    const again = parseTlsa(formatTlsa(read.value));
    if (!again.ok || formatTlsa(again.value) !== formatTlsa(read.value)) throw new Error('does not come round');
  },
};
