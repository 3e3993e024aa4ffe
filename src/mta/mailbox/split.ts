/** The items of a list of addresses: at commas and ends of lines, unless quotes, comments or brackets hold them together. */

/** Where the item that begins at `start` ends. */
export function itemEnd(text: string, start: number): number {
  let at = start;
  // A source route has commas of its own, up to its colon.
  let isRoute = /^\s*@/.test(text.slice(start, start + MOST_BLANKS));
  let brackets = isRoute ? 1 : 0;
  while (at < text.length) {
    const char = text[at]!;
    if (char === '\n' || (char === ',' && brackets === 0)) return at;
    if (char === '\\' && at + 1 < text.length) at += 2;
    else if (char === '"') at = quotedEnd(text, at);
    else if (char === '(') at = commentEnd(text, at);
    else {
      if (char === '<') {
        isRoute = text[at + 1] === '@';
        brackets = isRoute ? 2 : 1;
      } else if (char === '>' || (isRoute && char === ':')) brackets -= 1;
      at += 1;
    }
  }
  return at;
}

/** Before a route that is looked for. */
const MOST_BLANKS = 20;

/** Behind the closing quote; an end of line ends it as well. */
function quotedEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '\n') {
    if (text[at] === '"') return at + 1;
    at += text[at] === '\\' && at + 1 < text.length ? 2 : 1;
  }
  return at;
}

function commentEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length && text[at] !== '\n') {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return Math.min(at, text.length);
}

/** Past white space, commas and comments; the text's length where there is nothing more. */
export function nextItem(text: string, start: number): number {
  let at = start;
  for (;;) {
    while (at < text.length && (text[at] === ',' || isSpace(text[at]!))) at += 1;
    if (text[at] !== '#') return at;
    const end = text.indexOf('\n', at);
    at = end < 0 ? text.length : end;
  }
}

const isSpace = (char: string): boolean => char === ' ' || (char >= '\t' && char <= '\r');
