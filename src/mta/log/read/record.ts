/** A line of a log taken apart, with every option that changes its beginning: thousandths, time zone, process, both shapes of ids. */

export interface LogRecord {
  /** `2026-11-25 08:57:53`, and the offset where it is given. */
  readonly stamp: string;
  readonly hour: number;
  readonly id?: string;
  /** Behind time, process and id. */
  readonly text: string;
  /** Octets of what the options add to time and id. */
  readonly extraOctets: number;
}

const BEGINNING =
  /^(\d{4}-\d\d-\d\d ([01]\d|2[0-3]):\d\d:\d\d)(\.\d+)?( [-+]\d{4})?( \[\d+\])? (?:([0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4}))(?: |$))?/;

/** Undefined: it is no line of a log. */
export function parseLogLine(line: string): LogRecord | undefined {
  const match = BEGINNING.exec(withoutSyslog(line));
  if (match === null) return undefined;
  const [whole, stamp, hour, fraction = '', zone = '', pid = '', id] = match;
  return {
    stamp: stamp! + zone,
    hour: Number(hour),
    ...(id !== undefined && { id }),
    text: match.input.slice(whole.length),
    extraOctets: fraction.length + zone.length + pid.length,
  };
}

/** Lines that went through syslog have its own beginning before ours. */
export const withoutSyslog = (line: string): string =>
  /^\d{4}-/.test(line) && !/^\d{4}-\d\d-\d\dT/.test(line) ? line : line.replace(/^.*? exim\b.*?: /, '');

/** Seconds since 1970 of a stamp, in local time where it names no offset. */
export function stampSeconds(stamp: string): number {
  const [year, month, day, hour, minute, second] = stamp.split(/[- :]/, 6).map(Number) as Six;
  const offset = /([-+])(\d\d)(\d\d)$/.exec(stamp.slice(19));
  if (offset === null) return new Date(year, month - 1, day, hour, minute, second).getTime() / 1000;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  const east = offset[1] === '-' ? -minutes : minutes;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - east * 60;
}

type Six = [number, number, number, number, number, number];
