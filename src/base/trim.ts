/**
 * A text without what stands at its ends, in one pass: a pattern such as `/ +$/` looks at a long row of blanks once from each
 * of them, and peers send rows of a million.
 */

/** @param these  characters that go */
export function trimStartOf(text: string, these: string): string {
  let start = 0;
  while (start < text.length && these.includes(text[start]!)) start += 1;
  return text.slice(start);
}

export function trimEndOf(text: string, these: string): string {
  let end = text.length;
  while (end > 0 && these.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

export const trimOf = (text: string, these: string): string => trimStartOf(trimEndOf(text, these), these);
