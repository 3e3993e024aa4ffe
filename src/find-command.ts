/** Which command words name: the longest run of them at the beginning. */

export interface Found {
  readonly id: string;
  /** Words that make its name. */
  readonly used: number;
}

/** @param ids  with colons, as oclif writes them: `dane:check` */
export function findCommand(words: readonly string[], ids: readonly string[]): Found | undefined {
  const limit = words.findIndex((word) => word.startsWith('-'));
  for (let used = Math.min(3, limit < 0 ? words.length : limit); used > 0; used -= 1) {
    const id = words.slice(0, used).join(':');
    if (ids.includes(id)) return { id, used };
  }
  return undefined;
}

export function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h');
}
