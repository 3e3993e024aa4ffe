/** The logs of a process, as the configuration has them. */
import type { Failure, Result } from '../../../base/index.ts';
import { type Configuration, mainValue, type OptionValue } from '../../config/index.ts';
import { type LogSettings, readLogSettings } from '../../log/index.ts';
import { pathOf } from '../paths.ts';

/** Strings that are expanded once, at start. */
const EXPANDED: ReadonlySet<string> = new Set(['log_file_path', 'spool_directory', 'log_json']);

export const logSettings = (configuration: Configuration): Result<LogSettings, Failure> =>
  readLogSettings((name) => (EXPANDED.has(name) ? pathOf(configuration, name) : plain(mainValue(configuration, name))));

const plain = (value: OptionValue | undefined): boolean | number | string | undefined =>
  typeof value === 'object' ? undefined : value;
