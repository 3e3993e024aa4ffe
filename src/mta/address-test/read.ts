/** A configuration that routing can work with: read, and its drivers whole. */
import { err, type Result } from '../../base/index.ts';
import {
  type Configuration,
  type ConfigurationError,
  type ConfigurationSource,
  readConfiguration,
  whatForbidsUse,
} from '../config/index.ts';

export function readForTests(
  source: ConfigurationSource,
  macros: Readonly<Record<string, string>>,
): Result<Configuration, readonly ConfigurationError[]> {
  const read = readConfiguration(source, { macros });
  if (!read.ok) return read;
  const wrong = whatForbidsUse(read.value);
  return wrong.length > 0 ? err(wrong) : read;
}

/** Each as a sentence with its place. */
export const problemText = ({ place, message }: ConfigurationError): string =>
  `${place.file}: ${place.line === 0 ? '' : `line ${place.line}: `}${message}`;
