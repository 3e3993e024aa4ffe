/** Dates in header fields (RFC 5322 §3.3), with the obsolete zones and two-digit years of §4.3. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const ZONES: Readonly<Record<string, string>> = {
  ut: '+0000',
  gmt: '+0000',
  utc: '+0000',
  z: '+0000',
  est: '-0500',
  edt: '-0400',
  cst: '-0600',
  cdt: '-0500',
  mst: '-0700',
  mdt: '-0600',
  pst: '-0800',
  pdt: '-0700',
};
const MAX_DATE = 256;
const DATE =
  /(\d{1,2})[ -]+([a-z]{3})[a-z]*[ -]+(\d{2,4}),?[ ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?[ ]*([+-]\d{4}|[a-z]+)?/i;

/** Undefined where there is no date in it, or none that exists. */
export function parseMailDate(text: string): Date | undefined {
  const match = DATE.exec(
    text
      .slice(0, MAX_DATE)
      .replace(/\([^()]{0,200}\)/g, ' ')
      .replace(/\s+/g, ' '),
  );
  if (match === null) return undefined;
  const [, day, monthName, year, hour, minute, second = '0', zone = '+0000'] = match;
  const month = MONTHS.indexOf(monthName!.toLowerCase());
  const parts = [fullYear(year!), month, Number(day), Number(hour), Number(minute), Number(second)] as const;
  if (month < 0 || parts[2] < 1 || parts[2] > 31 || parts[3] > 23 || parts[4] > 59 || parts[5] > 60) return undefined;
  return new Date(Date.UTC(...parts) - offsetMs(zone));
}

/** RFC 5322 §4.3: 00–49 are of this century, 50–99 and three digits count from 1900. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year + (year < 50 ? 2000 : 1900);
  return text.length === 3 ? year + 1900 : year;
}

/** A zone that nobody knows is -0000 (RFC 5322 §4.3). */
function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(ZONES[zone.toLowerCase()] ?? zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** In UTC: `Wed, 25 Nov 2026 18:43:20 +0000`. */
export function formatMailDate(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const month = MONTHS[date.getUTCMonth()]!;
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${month[0]!.toUpperCase()}${month.slice(1)}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day} ${String(date.getUTCFullYear()).padStart(4, '0')} ${time} +0000`;
}
