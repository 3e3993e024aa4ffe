/** The first items of a list, and what stands behind them as it stands. */

export interface Items {
  readonly items: readonly string[];
  /** Undefined: the list ended before. */
  readonly rest: string | undefined;
}

export function takeItems(text: string, count: number): Items {
  const [prefix, named] = /^\s*<([!-/:-@[-`{-~\x00-\x1f])/.exec(text) ?? [''];
  const separator = named ?? ':';
  const items: string[] = [];
  let at = prefix.length;
  while (items.length < count) {
    while (at < text.length && /\s/.test(text[at]!)) at += 1;
    if (at >= text.length) return { items, rest: undefined };
    const { item, end } = itemAt(text, at, separator);
    items.push(item);
    at = end + 1;
  }
  return { items, rest: at > text.length ? undefined : text.slice(at) };
}

/** A doubled separator is data. */
function itemAt(text: string, start: number, separator: string) {
  let item = '';
  for (let at = start; ; at += 1) {
    if (at >= text.length) return { item: item.trimEnd(), end: at };
    if (text[at] === separator) {
      if (text[at + 1] !== separator) return { item: item.trimEnd(), end: at };
      at += 1;
    }
    item += text[at];
  }
}
