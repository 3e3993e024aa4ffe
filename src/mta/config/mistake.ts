/** A mistake in a configuration in Exim's words, which tell the first one and end. */
import type { ConfigurationError } from './types.ts';

export type Mistake = Pick<ConfigurationError, 'place' | 'message' | 'severity'>;

/** @returns two lines without the end of the second; undefined: nothing among them keeps the configuration from being used */
export function firstMistake(found: readonly Mistake[]): string | undefined {
  const first = found.find(({ severity }) => severity === 'error');
  return first && `${whereOf(first.place)}\n  ${first.message}`;
}

const whereOf = ({ file, line }: Mistake['place']): string =>
  line === 0 ? 'Exim configuration error:' : `Exim configuration error in line ${line} of ${file}:`;
