/** Every long flag also as an environment variable: `--trust-anchor` is MXRAY_TRUST_ANCHOR. The command line wins. */

export interface FlagShape {
  readonly type: 'boolean' | 'option';
  readonly char?: string | undefined;
}

/** Words to put before the arguments, for flags the environment sets and the arguments do not. */
export function wordsFromEnvironment(
  flags: Readonly<Record<string, FlagShape>>,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const words: string[] = [];
  for (const [name, shape] of Object.entries(flags)) {
    const value = environment[variableName(name)];
    if (value === undefined || value === '' || isGiven(name, shape, args)) continue;
    if (shape.type === 'option') words.push(`--${name}=${value}`);
    else if (/^(1|true|yes|on)$/i.test(value)) words.push(`--${name}`);
  }
  return words;
}

export const variableName = (flag: string): string => `MXRAY_${flag.toUpperCase().replaceAll('-', '_')}`;

function isGiven(name: string, { char }: FlagShape, args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const words = end < 0 ? args : args.slice(0, end);
  return words.some(
    (word) =>
      word === `--${name}` ||
      word === `--no-${name}` ||
      word.startsWith(`--${name}=`) ||
      (char !== undefined && new RegExp(`^-[A-Za-z0-9]*${char}`).test(word)),
  );
}
