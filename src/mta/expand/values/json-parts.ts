/**
 * `extract json`: a member of an object or an element of an array, as it is written there. Exim reads JSON by its brackets,
 * commas and colons and no closer, so what is hardly JSON has its parts as well.
 */
import { type Failure, failed, isFailure, type Text, textOf } from '../outcome.ts';

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
  const parts = partsOf(text, '[]', 'array');
  if (isFailure(parts)) return parts;
  return number < 1 ? failed('first argument of "extract" must be greater than zero') : parts[number - 1];
}

function member(text: string, name: string): string | undefined | Failure {
  const parts = partsOf(text, '{}', 'object');
  if (isFailure(parts)) return parts;
  for (const part of parts) {
    if (!part.startsWith('"')) return failed("missing '\"' wrapping string key for extract json");
    const found = part.indexOf('"', 1);
    const end = found < 0 ? part.length : found;
    const rest = part.slice(end + 1).trimStart();
    if (!rest.startsWith(':')) return failed('missing object value-separator for extract json');
    if (part.slice(1, end) === name) return rest.slice(1).trimStart();
  }
  return undefined;
}

/** What stands between the brackets, from comma to comma. White space behind a part is its own; an empty part ends them. */
function partsOf(text: string, brackets: '[]' | '{}', what: string): readonly string[] | Failure {
  const [open, close] = brackets;
  if (text[0] !== open) return failed(`missing '${open}' wrapping ${what} for extract json`);
  const whole = text.trimEnd();
  if (!whole.endsWith(close!)) return failed(`missing '${close}' wrapping ${what} for extract json`);
  const parts: string[] = [];
  for (let at = 1; at < whole.length - 1; ) {
    const end = endOfPart(whole, at, whole.length - 1);
    const part = whole.slice(at, end).trimStart();
    if (part === '') break;
    parts.push(part);
    at = end + 1;
  }
  return parts;
}

/** The comma that is in no string, array or object, or the end. */
function endOfPart(text: string, start: number, limit: number): number {
  let depth = 0;
  let quoted = false;
  let at = start;
  for (; at < limit; at += 1) {
    const char = text[at]!;
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    else if (char === ',' && depth === 0) break;
  }
  return Math.min(at, limit);
}
