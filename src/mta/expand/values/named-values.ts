/** `name=value name2="quoted value"`, as `extract` and the results of several lookups have it. */
import { isSpace, skipSpace } from './space.ts';

/** @returns the value of the first pair of that name, in whichever case */
export function readNamed(text: string, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const nameEnd = endOfName(text, at);
    const isWanted = text.slice(at, nameEnd).toLowerCase() === wanted;
    const from = startOfValue(text, nameEnd);
    const { value, end } = text.charCodeAt(from) === QUOTE ? readQuoted(text, from) : readPlain(text, from);
    if (isWanted) return value;
    at = end;
  }
  return undefined;
}

const QUOTE = 34;
const EQUALS = 61;

function endOfName(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === EQUALS || isSpace(code)) break;
  }
  return at;
}

/** An equals sign may stand between a name and its value, with white space around it. */
function startOfValue(text: string, nameEnd: number): number {
  const at = skipSpace(text, nameEnd);
  return text.charCodeAt(at) === EQUALS ? skipSpace(text, at + 1) : at;
}

function readPlain(text: string, start: number): { readonly value: string; readonly end: number } {
  let end = start;
  while (end < text.length && !isSpace(text.charCodeAt(end))) end += 1;
  return { value: text.slice(start, end), end };
}

function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let at = start + 1;
  for (; at < text.length && text[at] !== '"'; at += 1) {
    if (text[at] === '\\' && at + 1 < text.length) at += 1;
    value += text[at];
  }
  return { value, end: at + 1 };
}
