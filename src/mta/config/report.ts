/** What `config check` and `config show` answer. */
import type { Report } from '../../base/index.ts';
import { checkConfiguration } from './check/index.ts';
import { findingOf } from './findings.ts';
import { type ConfigurationSource, type ReadOptions, readConfiguration } from './read.ts';
import type { Configuration, ConfigurationError } from './types.ts';

export interface ConfigCheckData {
  readonly file: string;
  /** Nothing is wrong with it. */
  readonly valid: boolean;
  readonly problems: readonly ConfigProblem[];
  /** How much there is; absent where it cannot be read. */
  readonly counts?: ConfigCounts;
}

export interface ConfigProblem extends Omit<ConfigurationError, 'place'> {
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

export function configCheckReport(source: ConfigurationSource, options: ReadOptions): Report<ConfigCheckData> {
  const read = readConfiguration(source, options);
  const problems = read.ok ? [...read.value.warnings, ...checkConfiguration(read.value)] : read.error;
  const valid = problems.every(({ severity }) => severity !== 'error');
  const data = {
    file: 'file' in source ? source.file : (source.name ?? 'configuration'),
    valid,
    problems: problems.map(problemOf),
    ...(read.ok && { counts: countsOf(read.value) }),
  };
  return { data, findings: problems.map(findingOf) };
}

function problemOf({ place, ...rest }: ConfigurationError): ConfigProblem {
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
