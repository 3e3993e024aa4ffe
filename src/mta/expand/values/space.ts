/** White space as C's isspace has it in its own locale: blank, TAB, LF, VT, FF, CR. A no-break space of latin1 is none. */
export const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** @returns where white space ends; a place beyond the end stays */
export function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** The octets from `start` to `end`, without white space at their end. */
export function withoutEnd(text: string, start: number, end: number): string {
  let last = end;
  while (last > start && isSpace(text.charCodeAt(last - 1))) last -= 1;
  return text.slice(start, last);
}

export const trim = (text: string): string => withoutEnd(text, skipSpace(text, 0), text.length);
