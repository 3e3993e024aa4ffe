/** Time as `1w2d3h4m5s`, in options and expansions (Exim spec §6.16). */

const INTERVAL = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/;
const UNITS = [7 * 24 * 3600, 24 * 3600, 3600, 60, 1];
const LETTERS = 'wdhms';

/** In seconds; undefined: this is no interval. */
export function parseInterval(text: string): number | undefined {
  const parts = text === '' ? null : INTERVAL.exec(text);
  if (parts === null) return undefined;
  return UNITS.reduce((total, unit, index) => total + unit * Number(parts[index + 1] ?? 0), 0);
}

export function formatInterval(seconds: number): string {
  let rest = seconds;
  let said = '';
  for (const [index, unit] of UNITS.entries()) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) said += `${count}${LETTERS[index]}`;
  }
  return said === '' ? '0s' : said;
}
