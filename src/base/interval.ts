/** Time as Exim writes it: `1w2d3h4m5s` (Exim spec §6.16 "Time intervals"). */

const UNITS = { w: 7 * 24 * 3600, d: 24 * 3600, h: 3600, m: 60, s: 1 } as const;
const PART = /(\d+)([wdhms])/y;

/**
 * In seconds; undefined: this is no interval. Every number has its letter, in any order, and there are no blanks. Exim
 * reckons in 32 bits, and what runs over into the sign is no interval.
 */
export function parseInterval(text: string): number | undefined {
  let total = 0;
  PART.lastIndex = 0;
  for (let at = 0; at < text.length; at = PART.lastIndex) {
    const part = PART.exec(text);
    if (part === null) return undefined;
    const count = Number(BigInt.asUintN(32, BigInt(part[1]!.slice(-MAX_DIGITS))));
    total = (total + Math.imul(count, UNITS[part[2] as keyof typeof UNITS])) | 0;
  }
  return text === '' || total < 0 ? undefined : total;
}

/** More digits than that are no number anybody means. */
const MAX_DIGITS = 19;

export function formatInterval(seconds: number): string {
  let rest = seconds;
  let said = '';
  for (const [letter, unit] of Object.entries(UNITS)) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) said += `${count}${letter}`;
  }
  return said === '' ? '0s' : said;
}
