/** What is made of a text and needed again and again is kept; all of it is forgotten when there is too much. */

/** @param most  texts that are kept at a time: whoever may make up texts must not fill the memory */
export function keptByText<T>(most: number, make: (text: string) => T): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (kept.size >= most) kept.clear();
    kept.set(text, made);
    return made;
  };
}
