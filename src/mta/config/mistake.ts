/** A mistake in a configuration in Exim's words, which tell the first one and end. */
import type { ConfigurationError } from './types.ts';

export type Mistake = Pick<ConfigurationError, 'place' | 'message' | 'severity'> &
  Partial<Pick<ConfigurationError, 'code'>>;

/** @returns two lines without the end of the second, or one where there is no file; undefined: nothing among them keeps the configuration from being used */
export function firstMistake(found: readonly Mistake[]): string | undefined {
  const first = found.find(({ severity }) => severity === 'error');
  if (first?.code === 'file' && first.message.endsWith(MISSING))
    return `non-existent configuration file(s): ${first.place.file}`;
  return first && `${whereOf(first)}\n  ${first.message}`;
}

const MISSING = ': no such file or directory';

/** Of these Exim does not say where. */
const PLACELESS =
  /^(?:macro ".*" is already defined|can't redefine an undefined macro|".*" cannot be defined as a macro)/;

const whereOf = ({ place: { file, line }, message }: Mistake): string =>
  line === 0 || PLACELESS.test(message)
    ? 'Exim configuration error:'
    : `Exim configuration error in line ${line} of ${file}:`;
