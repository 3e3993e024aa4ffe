/** What `config check` and `config show` answer. */
import type { Report } from '../../base/index.ts';
import { accountsIn, checkConfiguration, type NamedAccount } from './check/index.ts';
import { findingOf } from './findings.ts';
import { type ConfigurationSource, nameOf, type ReadOptions, readLeniently } from './read.ts';
import type { Configuration, ConfigurationError } from './types.ts';

export interface ConfigCheckData {
  readonly file: string;
  /** Nothing is wrong with it. */
  readonly valid: boolean;
  readonly problems: readonly ConfigProblem[];
  /** How much there is; absent where it cannot be read. */
  readonly counts?: ConfigCounts;
}

export interface ConfigProblem extends Omit<ConfigurationError, 'place' | 'told'> {
  readonly file: string;
  /** Where the line at fault begins, and where it ends. */
  readonly line: number;
  readonly lastLine: number;
}

export interface ConfigCounts {
  readonly options: number;
  readonly lists: number;
  readonly acls: number;
  readonly routers: number;
  readonly transports: number;
  readonly authenticators: number;
  readonly retry: number;
  readonly rewrite: number;
}

/** Users and groups that options of the configuration name, as far as it can be read. */
export function accountsNamed(source: ConfigurationSource, options: ReadOptions): readonly NamedAccount[] {
  const { configuration } = readLeniently(source, options);
  return configuration === undefined ? [] : accountsIn(configuration);
}

/** @param missing  those of `accountsNamed` that the host does not have */
export function configCheckReport(
  source: ConfigurationSource,
  options: ReadOptions,
  missing: readonly NamedAccount[] = [],
): Report<ConfigCheckData> {
  const { configuration, problems: reading } = readLeniently(source, options);
  const looking = configuration === undefined ? [] : checkConfiguration(configuration, missing);
  const problems = inOrder(reading.some(isError) ? [...reading, ...looking.filter(isSure)] : [...reading, ...looking]);
  const data = {
    file: nameOf(source),
    valid: !problems.some(isError),
    problems: problems.map(problemOf),
    ...(configuration !== undefined && { counts: countsOf(configuration) }),
  };
  return { data, findings: problems.map(findingOf) };
}

const isError = ({ severity }: ConfigurationError): boolean => severity === 'error';

/** Where reading failed, what is missing may be what could not be read. */
const isSure = ({ code }: ConfigurationError): boolean => code !== 'reference' && code !== 'driver';

/** File by file as they come up, line by line. */
function inOrder(problems: readonly ConfigurationError[]): readonly ConfigurationError[] {
  const files = [...new Set(problems.map(({ place }) => place.file))];
  const rank = ({ place }: ConfigurationError): number => files.indexOf(place.file);
  return [...problems].sort((a, b) => rank(a) - rank(b) || a.place.line - b.place.line);
}

function problemOf({ place, told: _, ...rest }: ConfigurationError): ConfigProblem {
  return { ...rest, file: place.file, line: place.line, lastLine: place.lastLine };
}

const countsOf = (read: Configuration): ConfigCounts => ({
  options: read.main.size,
  lists: read.lists.length,
  acls: read.acls.size,
  routers: read.routers.length,
  transports: read.transports.length,
  authenticators: read.authenticators.length,
  retry: read.retry.length,
  rewrite: read.rewrite.length,
});
