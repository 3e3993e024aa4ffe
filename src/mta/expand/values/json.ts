/** JSON as expansions take it apart: elements and members as they are written, strings without their quotes where asked. */
import { type Failure, failed, type Text, textOf } from '../outcome.ts';

/** The elements of an array; with `strings` each has to be one, which is its own failure, and loses its quotes. */
export function jsonElements(
  { text, tainted }: Text,
  form: 'as-written' | 'strings',
): readonly (Text | Failure)[] | Failure {
  const inner = text.trim();
  if (!inner.startsWith('[') || !inner.endsWith(']')) return failed("missing ']' wrapping array for extract json");
  const parts = splitJson(inner.slice(1, -1));
  if (form === 'as-written') return parts.map((part) => textOf(part, tainted));
  return parts.map((part) =>
    isQuoted(part)
      ? textOf(part.slice(1, -1), tainted)
      : failed("missing '\"' wrapping string result for extract jsons"),
  );
}

const isQuoted = (part: string): boolean => part.length >= 2 && part.startsWith('"') && part.endsWith('"');

/** At the commas that are in no string, array or object. */
export function splitJson(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"') at = endOfString(text, at);
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const rest = text.slice(start).trim();
  return rest === '' && parts.length === 0 ? parts : [...parts, rest];
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
