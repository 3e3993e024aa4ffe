/** Long header lines folded: a line end and a TAB in the place of white space (Exim spec §11.6, headerwrap). */

/** A TAB at the beginning of a line counts so many columns. */
const TAB_COLUMNS = 8;

export function wrapHeader(text: string, column: number, limit: number): string {
  const cut = text.slice(0, limit);
  let said = '';
  let rest = cut;
  let room = column;
  while (rest.length > room) {
    const at = foldAt(rest, room);
    if (at < 0) break;
    said += `${rest.slice(0, at)}\n\t`;
    rest = rest.slice(at).replace(/^[ \t]+/, '');
    room = Math.max(1, column - TAB_COLUMNS);
  }
  return said + rest;
}

/** The last white space that keeps the line within its room, else the first there is. */
function foldAt(text: string, room: number): number {
  const within = Math.max(text.lastIndexOf(' ', room), text.lastIndexOf('\t', room));
  if (within > 0) return within;
  const beyond = text.slice(1).search(/[ \t]/);
  return beyond < 0 ? -1 : beyond + 1;
}
