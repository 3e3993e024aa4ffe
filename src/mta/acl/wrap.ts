/** Long answers of several lines: a client shows a line whole, or not at all. */

export const WIDTH = 75;
/** A line is not broken before this. */
const MIN = 35;

/** Lines that are too long are broken at a blank, best behind a colon. */
export function wrapMessage(message: string): string {
  if (message.length <= WIDTH) return message;
  let said = '';
  let rest = message;
  for (;;) {
    const newline = rest.slice(0, WIDTH).indexOf('\n');
    const at = newline >= 0 ? newline : rest.length <= WIDTH ? -1 : breakAt(rest);
    if (at < 0) return said + rest;
    said += `${rest.slice(0, at)}\n`;
    rest = rest.slice(at + 1);
  }
}

/** The last blank that fits, or the last behind a colon; else the first that does not fit; -1: there is none. */
function breakAt(line: string): number {
  let found = -1;
  for (let at = WIDTH; at > MIN; at -= 1) {
    if (line[at] !== ' ') continue;
    if (line[at - 1] === ':') return at;
    if (found < 0) found = at;
  }
  return found >= 0 ? found : firstBehind(line);
}

function firstBehind(line: string): number {
  const found = line.slice(WIDTH + 1).search(/[ \n]/);
  return found < 0 ? -1 : WIDTH + 1 + found;
}
