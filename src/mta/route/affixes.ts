/** local_part_prefix and local_part_suffix: what is taken off a local part, and what an asterisk in it stands for. */

export interface Affix {
  readonly text: string;
  /** What the asterisk matched. */
  readonly wild: string;
}

/** The first of the list that matches; of `*x-` the longest match. At least one letter is left. */
export function findPrefix(localPart: string, prefixes: readonly string[]): Affix | undefined {
  const lower = localPart.toLowerCase();
  for (const written of prefixes) {
    const prefix = written.toLowerCase();
    if (prefix.startsWith('*')) {
      const fixed = prefix.slice(1);
      const at = lower.lastIndexOf(fixed, localPart.length - fixed.length);
      if (at >= 0) return { text: localPart.slice(0, at + fixed.length), wild: localPart.slice(0, at) };
    } else if (prefix !== '' && lower.startsWith(prefix)) return { text: localPart.slice(0, prefix.length), wild: '' };
  }
  return undefined;
}

export function findSuffix(localPart: string, suffixes: readonly string[]): Affix | undefined {
  const lower = localPart.toLowerCase();
  for (const written of suffixes) {
    const suffix = written.toLowerCase();
    if (suffix.endsWith('*')) {
      const fixed = suffix.slice(0, -1);
      const at = lower.indexOf(fixed);
      if (at >= 0) return { text: localPart.slice(at), wild: localPart.slice(at + fixed.length) };
    } else if (suffix !== '' && localPart.length > suffix.length && lower.endsWith(suffix))
      return { text: localPart.slice(localPart.length - suffix.length), wild: '' };
  }
  return undefined;
}
