/** Words with blanks between them; in double quotes blanks belong to a word, and a backslash escapes. */

const SPACE = /[ \t\n\v\f\r]/;

export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && SPACE.test(text[at]!)) at += 1;
    if (at >= text.length) return words;
    const { word, end } = text[at] === '"' ? quotedWord(text, at + 1) : plainWord(text, at);
    words.push(word);
    at = end;
  }
}

function plainWord(text: string, start: number) {
  let end = start;
  while (end < text.length && !SPACE.test(text[end]!)) end += 1;
  return { word: text.slice(start, end), end };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f' };

function quotedWord(text: string, start: number) {
  let word = '';
  let at = start;
  for (; at < text.length && text[at] !== '"'; at += 1) {
    if (text[at] === '\\' && at + 1 < text.length) {
      at += 1;
      word += ESCAPES[text[at]!] ?? text[at]!;
    } else word += text[at]!;
  }
  return { word, end: at + 1 };
}
