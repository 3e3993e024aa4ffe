/** What stands between the words typed and oclif's parser. */
import type { Command } from '@oclif/core/command';

/** oclif reads a missing argument from standard input, where the lines of a batch are. */
export function argsOf({ args }: typeof Command): typeof Command.args {
  return Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, { ...arg, ignoreStdin: true }]));
}

/** oclif knows letters only as short flags. */
export function spelledOut(words: readonly string[]): string[] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return words.map((word, at) => (at < end ? (DIGIT_FLAGS.get(word) ?? word) : word));
}

const DIGIT_FLAGS: ReadonlyMap<string, string> = new Map([
  ['-4', '--ipv4'],
  ['-6', '--ipv6'],
]);
