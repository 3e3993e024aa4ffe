/** What oclif's parser says of wrong words, as one sentence of ours. */
import { type Failure, nearest } from '../../base/index.ts';
import { usageError } from './fields.ts';

/** @param flagNames  long names, for "did you mean" */
export function usageFailure(error: Error, flagNames: readonly string[]): Failure {
  const { message } = error;
  const unknown = /Nonexistent flags?: ([^\n]+)/.exec(message)?.[1];
  if (unknown !== undefined) return unknownFlag(unknown, flagNames);
  const surplus = /Unexpected arguments?: ([^\n]+)/.exec(message)?.[1];
  if (surplus !== undefined)
    return usageError(
      `"${surplus}" is one argument too many`,
      flagNames.includes('config-file')
        ? `a configuration is given with -C ${surplus}; --help shows the arguments`
        : 'quote an argument that has spaces; --help shows the arguments',
    );
  const first = message
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/\n*See more help with.*$/s, '')
    .trim();
  return usageError(first.replace(/\s*\n\s*/g, '; '), '--help shows the flags and arguments');
}

function unknownFlag(words: string, flagNames: readonly string[]): Failure {
  const first = words.split(', ')[0]!.replace(/^-+/, '').replace(/=.*$/, '');
  const begun = flagNames.filter((name) => name.startsWith(first));
  const near = begun.length === 1 ? begun[0] : nearest(first, flagNames);
  return usageError(
    `there is no flag ${words}`,
    near === undefined ? '--help shows the flags' : `did you mean --${near}?`,
  );
}
