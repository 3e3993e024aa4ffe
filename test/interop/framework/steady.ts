/** Texts of servers in a form that two can be compared in. */

export type Replacement = readonly [string | RegExp, string];

/** Ids by the order in which they are met, so that what belongs together still does. */
export class Steady {
  private readonly ids = new Map<string, string>();
  private readonly replacements: readonly Replacement[];

  /** @param replacements  made in their order */
  constructor(replacements: readonly Replacement[]) {
    this.replacements = replacements;
  }

  text(raw: string): string {
    let text = raw.replace(/(?<=\b|\bE)[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}\b/g, (id) => this.idOf(id));
    for (const [from, to] of this.replacements) text = text.replaceAll(from, to);
    return text;
  }

  private idOf(id: string): string {
    const known = this.ids.get(id) ?? `ID${this.ids.size + 1}`;
    this.ids.set(id, known);
    return known;
  }
}
