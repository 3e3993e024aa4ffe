/** `name=value name2="quoted value"`, as `extract` and the results of several lookups have it. */

/** @returns the value of the first pair of that name, in whichever case */
export function readNamed(text: string, name: string): string | undefined {
  const wanted = name.toLowerCase();
  let at = 0;
  while (at < text.length) {
    const pair = readPair(text, at);
    if (pair.name.toLowerCase() === wanted) return pair.value;
    at = pair.end;
  }
  return undefined;
}

function readPair(
  text: string,
  start: number,
): { readonly name: string; readonly value: string; readonly end: number } {
  const [, name = ''] = /^\s*([^\s=]*)\s*=?\s*/.exec(text.slice(start)) ?? [];
  const from = start + (/^\s*[^\s=]*\s*=?\s*/.exec(text.slice(start))?.[0].length ?? 1);
  if (text[from] === '"') return { name, ...readQuoted(text, from) };
  const length = /^\S*/.exec(text.slice(from))?.[0].length ?? 0;
  return { name, value: text.slice(from, from + length), end: Math.max(from + length, start + 1) };
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
