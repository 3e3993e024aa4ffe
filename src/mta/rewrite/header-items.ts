/** Where the mailboxes stand in a header field: parted at commas; names of groups and their semicolons are not theirs. */

export interface HeaderItem {
  readonly start: number;
  readonly end: number;
  /** With the name of a group before it, and the semicolon that ends one behind it. */
  readonly outer: { readonly start: number; readonly end: number };
}

/** White space around a mailbox is left out. */
export function itemsOfHeader(value: string): readonly HeaderItem[] {
  const items: HeaderItem[] = [];
  let start = 0;
  let outerStart = 0;
  let inBrackets = false;
  const end = (at: number): void => {
    const text = value.slice(start, at);
    const trimmed = text.trim();
    if (trimmed !== '') {
      const from = start + text.indexOf(trimmed);
      const outerFrom = outerStart + BLANKS.exec(value.slice(outerStart))![0].length;
      const outer = { start: outerFrom, end: value[at] === ';' ? at + 1 : from + trimmed.length };
      items.push({ start: from, end: from + trimmed.length, outer });
    }
    start = at + 1;
    outerStart = start;
  };
  for (let at = 0; at < value.length; ) {
    const char = value[at]!;
    if (char === '\\') at += 2;
    else if (char === '"') at = quotedEnd(value, at);
    else if (char === '(') at = commentEnd(value, at);
    else {
      if (char === '<') inBrackets = true;
      else if (char === '>') inBrackets = false;
      else if (!inBrackets && (char === ',' || char === ';')) end(at);
      // Behind the name of a group its first mailbox begins; that of a route is a part of its own.
      else if (!inBrackets && char === ':' && !/^\s*@/.test(value.slice(start, at))) start = at + 1;
      at += 1;
    }
  }
  end(value.length);
  return items;
}

const BLANKS = /^\s*/;

function quotedEnd(value: string, start: number): number {
  for (let at = start + 1; at < value.length; at += value[at] === '\\' ? 2 : 1) if (value[at] === '"') return at + 1;
  return value.length;
}

function commentEnd(value: string, start: number): number {
  let depth = 0;
  for (let at = start; at < value.length; at += value[at] === '\\' ? 2 : 1) {
    if (value[at] === '(') depth += 1;
    if (value[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return value.length;
}
