/** Dates in local time, as logs, mails and mailboxes have them. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (number: number): string => String(number).padStart(2, '0');
const time = (date: Date): string => [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');

/** `+0100` */
export function zone(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const distance = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}${two(distance % 60)}`;
}

/** RFC 5322 §3.3: `Wed, 16 Oct 1995 09:51:40 +0100` */
export const mailDate = (date: Date): string =>
  `${DAYS[date.getDay()]}, ${two(date.getDate())} ${MONTHS[date.getMonth()]} ${date.getFullYear()} ${time(date)} ${zone(date)}`;

/** `Thu Oct 17 17:14:09 1995`, a day below ten after a blank more. */
export const mailboxDate = (date: Date): string =>
  `${DAYS[date.getDay()]} ${MONTHS[date.getMonth()]} ${String(date.getDate()).padStart(2)} ${time(date)} ${date.getFullYear()}`;

/** `1995-10-12 15:32:29` */
export const logDate = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time(date)}`;
