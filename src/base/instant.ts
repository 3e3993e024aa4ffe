/** An instant as reports have it (RFC 3339 §5.6, in UTC). Long lists are full of them, and a Date takes ten times as long. */
const [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS] = [1000, 60_000, 3_600_000, 86_400_000];
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** The day asked about last: its neighbours in a list are mostly of the same. */
let [dayKept, dateKept] = [Number.NaN, ''];

/** As `toISOString` does. @param atMs  since the epoch; parts of a millisecond are left out */
export function formatInstant(atMs: number): string {
  const whole = Math.trunc(atMs);
  const day = Math.floor(whole / DAY_MS);
  const ms = whole - day * DAY_MS;
  if (day !== dayKept) [dayKept, dateKept] = [day, dateOf(day)];
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  const seconds = Math.floor((ms % MINUTE_MS) / SECOND_MS);
  const rest = ms % SECOND_MS;
  const zeros = rest < 10 ? '00' : rest < 100 ? '0' : '';
  return `${dateKept}T${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes]}:${TWO_DIGITS[seconds]}.${zeros}${rest}Z`;
}

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().split('T', 1)[0]!;
