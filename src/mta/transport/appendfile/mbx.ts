/** The format MBX, as the c-client library has it: a header block, and a line before each message with its date and length. */

const HEADER_OCTETS = 2048;
const KEYWORD_LINES = 30;
const HEX_DIGITS = 8;

/** The beginning of a new mailbox: a mark, its validity (the time), lines for keywords, and nothing up to its length. */
export function mbxHeader(now: Date): string {
  const validity = Math.floor(now.getTime() / 1000)
    .toString(16)
    .padStart(HEX_DIGITS, '0');
  return `*mbx*\r\n${validity}00000000\r\n${'\r\n'.repeat(KEYWORD_LINES)}`.padEnd(HEADER_OCTETS, '\0');
}

/** `26-Nov-2026 01:02:03 +0000,1234;000000000000-00000000`: a message of that length, with no flags. */
export function mbxSeparator(now: Date, octets: number): string {
  return `${mbxDate(now)},${octets};000000000000-00000000\r\n`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number: number): string => String(number).padStart(2, '0');

function mbxDate(now: Date): string {
  const day = `${two(now.getDate())}-${MONTHS[now.getMonth()]}-${now.getFullYear()}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  const offset = -now.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  return `${day} ${time} ${zone}`;
}
