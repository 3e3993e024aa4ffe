/**
 * `extract json`: a member of an object or an element of an array, as it is written there. Exim reads JSON by its brackets,
 * commas and colons and no closer, so what is hardly JSON has its parts as well.
 */
import { type Failure, failed, type Text, textOf } from '../outcome.ts';

export function extractJson(
  key: string,
  { text, tainted }: Text,
  form: 'as-written' | 'strings',
): Text | undefined | Failure {
  const inner = text.trimStart();
  const found = /^-?\d+$/.test(key) ? element(inner, Number(key)) : member(inner, key);
  if (typeof found !== 'string') return found;
  if (form === 'as-written') return textOf(found, tainted);
  const unquoted = /^"(.*)"\s*$/s.exec(found)?.[1];
  return unquoted === undefined
    ? failed("missing '\"' wrapping string result for extract jsons")
    : textOf(unquoted, tainted);
}

function element(text: string, number: number): string | undefined | Failure {
  if (number < 1) return failed('first argument of "extract" must be greater than zero');
  if (!text.startsWith('[')) return failed("missing '[' wrapping array for extract json");
  const { parts, closed } = partsOf(text, ']');
  const part = parts[number - 1];
  if (part !== undefined) return part;
  return closed ? undefined : failed("missing ']' wrapping array for extract json");
}

function member(text: string, name: string): string | undefined | Failure {
  if (!text.startsWith('{')) return failed("missing '{' wrapping object for extract json");
  const { parts, closed } = partsOf(text, '}');
  for (const part of parts) {
    if (!part.startsWith('"')) return failed("missing '\"' wrapping string key for extract json");
    const end = endOfString(part, 0);
    const rest = part.slice(end + 1).trimStart();
    if (!rest.startsWith(':')) return failed('missing object value-separator for extract json');
    if (part.slice(1, end) === name) return rest.slice(1).trimStart();
  }
  return closed ? undefined : failed("missing '}' wrapping object for extract json");
}

/** What stands between the commas of the outermost brackets. White space behind a part is its own. */
function partsOf(text: string, close: string): { readonly parts: readonly string[]; readonly closed: boolean } {
  const parts: string[] = [];
  let start = 1;
  let depth = 0;
  const take = (end: number): void => {
    const part = text.slice(start, end).trimStart();
    if (part !== '' || parts.length > 0) parts.push(part);
  };
  for (let at = 1; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"') at = endOfString(text, at);
    else if (char === '{' || char === '[') depth += 1;
    else if (depth > 0 && (char === '}' || char === ']')) depth -= 1;
    else if (char === close) {
      take(at);
      return { parts, closed: true };
    } else if (char === ',' && depth === 0) {
      take(at);
      start = at + 1;
    }
  }
  return { parts, closed: false };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
