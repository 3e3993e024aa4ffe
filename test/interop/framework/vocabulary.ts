/** What random cases are drawn from: texts in parts below their `# titles`, an entry a line. */

/** Stand for what a line of the file cannot show. */
const SIGNS: readonly (readonly [sign: string, meant: string])[] = [
  ['∅', ''],
  ['¶', '\n'],
  ['⇥', '\t'],
  ['␣', ' '],
];

const meaning = (line: string): string => SIGNS.reduce((text, [sign, meant]) => text.replaceAll(sign, meant), line);

/** @returns the entries of each part, by its title */
export const readParts = (texts: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    texts
      .flatMap((text) => text.split(/^# /m).slice(1))
      .map((part) => {
        const [title = '', ...lines] = part.trimEnd().split('\n');
        return [title, lines.map(meaning)];
      }),
  );
