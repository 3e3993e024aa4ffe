/** Base 32 with the extended hex alphabet, without padding (RFC 4648 §7, RFC 5155 §3.3). */

const DIGITS = '0123456789abcdefghijklmnopqrstuv';

/** Lower case, as the hashed labels of names are kept. */
export function toBase32Hex(octets: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const octet of octets) {
    bits = ((bits << 8) | octet) & 0xfff;
    held += 8;
    for (; held >= 5; held -= 5) text += DIGITS[(bits >> (held - 5)) & 31];
  }
  return held === 0 ? text : text + DIGITS[(bits << (5 - held)) & 31];
}

/** In any case; undefined for other characters, impossible lengths, or stray bits at the end. */
export function fromBase32Hex(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(Math.floor((text.length * 5) / 8));
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const char of text.toLowerCase()) {
    const digit = DIGITS.indexOf(char);
    if (digit < 0) return undefined;
    bits = ((bits << 5) | digit) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    octets[at++] = bits >> held;
  }
  return held >= 5 || (bits & ((1 << held) - 1)) !== 0 ? undefined : octets;
}
