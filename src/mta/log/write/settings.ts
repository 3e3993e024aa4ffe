/** What the configuration says of logs, read from its options by their names. */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import { parseSelectors, type Selectors } from '../selectors.ts';
import { type LogPlaces, parseLogPath } from './path.ts';
import type { SyslogSettings } from './syslog.ts';

export interface LogSettings {
  readonly places: LogPlaces;
  readonly selectors: Selectors;
  /** `log_ports`; absent: all. */
  readonly ports?: ReadonlySet<number>;
  readonly timezone: boolean;
  readonly topBits: boolean;
  readonly writeRejectLog: boolean;
  readonly syslog: SyslogSettings;
  /** File of the event stream, perhaps with %D or %M. */
  readonly jsonPath?: string;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** Options by name: as set, as by default, or undefined. Strings that are expanded at start are given expanded. */
export type OptionReader = (name: string) => boolean | number | string | undefined;

export function readLogSettings(option: OptionReader): Result<LogSettings, Failure> {
  const selectors = parseSelectors(text(option, 'log_selector'));
  if (!selectors.ok) return selectors;
  const places = parseLogPath(text(option, 'log_file_path'), text(option, 'spool_directory'));
  if (!places.ok) return places;
  const jsonPath = text(option, 'log_json');
  if (jsonPath !== '' && !jsonPath.startsWith('/')) return err(relativePath(jsonPath));
  return ok({
    places: places.value,
    selectors: selectors.value,
    ...portsOf(text(option, 'log_ports')),
    timezone: option('log_timezone') === true,
    topBits: option('print_topbitchars') === true,
    writeRejectLog: option('write_rejectlog') !== false,
    syslog: syslogSettings(option),
    ...(jsonPath !== '' && { jsonPath }),
  });
}

/** `*`, or a list of numbers. */
function portsOf(list: string): Pick<LogSettings, 'ports'> {
  const items = list.split(/[:,\s]+/).filter((item) => item !== '');
  return items.length === 0 || items.includes('*') ? {} : { ports: new Set(items.map(Number)) };
}

function syslogSettings(option: OptionReader): SyslogSettings {
  const facility = text(option, 'syslog_facility');
  const processName = text(option, 'syslog_processname');
  return {
    ...(facility !== '' && { facility }),
    ...(processName !== '' && { processName }),
    pid: option('syslog_pid') !== false,
    timestamp: option('syslog_timestamp') !== false,
    duplication: option('syslog_duplication') !== false,
  };
}

const text = (option: OptionReader, name: string): string => {
  const value = option(name);
  return value === undefined ? '' : String(value);
};

const relativePath = (path: string): Failure => ({
  code: 'log/path',
  message: `log_json: "${path}" is not an absolute path`,
  hint: 'a path, perhaps with %D (day) or %M (month)',
  fault: 'configuration',
  temporary: false,
});
