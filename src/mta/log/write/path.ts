/** `log_file_path`: a path with %s for main, reject or panic and perhaps %D or %M, `syslog`, or both (Exim spec §53.1). */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import type { LogName } from '../entry.ts';
import { dateStamp } from '../stamp.ts';

export interface LogPlaces {
  /** With %s and perhaps %D or %M. */
  readonly template?: string;
  readonly syslog: boolean;
  /** A complaint for main and panic log. */
  readonly warning?: string;
}

export type LogPathError = Failure<'log/path'>;

/**
 * An empty item, and an empty whole, stand for `$spool_directory/log/%slog`. Of several paths the first counts.
 *
 * @param text expanded
 */
export function parseLogPath(text: string, spoolDirectory: string): Result<LogPlaces, LogPathError> {
  const usual = `${spoolDirectory}/log/%slog`;
  const items = text === '' ? [''] : text.split(':').map((item) => item.trim());
  const paths = items.filter((item) => item !== 'syslog');
  const template = paths[0] === '' ? usual : paths[0];
  const syslog = paths.length < items.length;
  if (template === undefined) return ok({ syslog });
  const problem = templateProblem(template);
  if (problem !== undefined) return problem;
  if (paths.length === 1) return ok({ template, syslog });
  return ok({ template, syslog, warning: `More than one path given in log_file_path: using ${template}` });
}

function templateProblem(template: string): Result<never, LogPathError> | undefined {
  if (!template.startsWith('/')) return wrong(`"${template}" is not an absolute path`);
  const odd = /%(?![sDM])./.exec(template);
  if (odd !== null) return wrong(`"${template}" has ${odd[0]}, which stands for nothing`);
  const names = template.split('%s').length - 1;
  if (names !== 1) return wrong(`"${template}" has ${names === 0 ? 'no' : 'more than one'} %s`);
  if (/%[DM].*%[DM]/.test(template)) return wrong(`"${template}" has more than one of %D and %M`);
  return undefined;
}

const wrong = (message: string): Result<never, LogPathError> =>
  err({
    code: 'log/path',
    message: `log_file_path: ${message}`,
    hint: 'a path with %s for main, reject and panic, and perhaps %D (day) or %M (month)',
    fault: 'configuration',
    temporary: false,
  });

/** The file of a log at a time. The panic log has no date in its name, nor the one sign beside it. */
export function logFileName(template: string, name: LogName | 'debug', at: Date): string {
  const named = name === 'panic' ? undated(template) : template;
  return named
    .replace('%s', name)
    .replace('%D', () => dateStamp(at, 'D'))
    .replace('%M', () => dateStamp(at, 'M'));
}

/** A sign before the date goes with it; where the date begins the name, a sign behind it. */
const undated = (template: string): string =>
  template.replace(/(^|\/)%[DM][^A-Za-z0-9]?|[^A-Za-z0-9/]%[DM]|%[DM]/, (_all, begin?: string) => begin ?? '');
