/** Characters as C's ctype has them in its own locale. */

const SPACE = /[ \t\n\v\f\r]/;

export const isSpace = (character: string | undefined): boolean => character !== undefined && SPACE.test(character);

/** White space inside ASCII alone: a no-break space of latin1 is none. */
export const trimStart = (text: string): string => text.replace(/^[ \t\n\v\f\r]+/, '');

export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

export const trim = (text: string): string => trimStart(trimEnd(text));

const NAME = /^[ \t\n\v\f\r]*([A-Za-z][A-Za-z0-9_]*)?[ \t\n\v\f\r]*/;

/** A name that begins with a letter, the white space around it dropped; `name` is empty where there is none. */
export function readName(text: string): { readonly name: string; readonly rest: string } {
  const found = NAME.exec(text);
  return { name: found?.[1] ?? '', rest: text.slice(found?.[0].length ?? 0) };
}
