/** A log searched, and a log counted, as reports. */
import { type Failure, ok, type Report, type Result, say } from '../../../base/index.ts';
import { counted, cut, found, incomplete, noLog, nothingFound } from './findings.ts';
import { createLogGrep, type GrepGroup, type GrepOptions } from './grep.ts';
import { parseLogLine } from './record.ts';
import { readLogLines } from './source.ts';
import { createLogCounter, type LogStats } from './stats.ts';

export interface LogGrepData {
  readonly groups: readonly GrepGroup[];
  readonly messages: number;
  /** Lines found that are about no message. */
  readonly otherLines: number;
  readonly linesRead: number;
}

/** What is found is held until it is shown. */
const MAX_FOUND_OCTETS = 64 * 1024 * 1024;

export async function grepReport(
  files: readonly string[],
  options: GrepOptions,
): Promise<Result<Report<LogGrepData>, Failure>> {
  const groups: GrepGroup[] = [];
  let octets = 0;
  let linesRead = 0;
  const grep = createLogGrep(options, (group) => {
    octets += group.lines.reduce((sum, line) => sum + line.length, 0);
    if (octets <= MAX_FOUND_OCTETS) groups.push({ ...group, lines: group.lines.map(readable) });
  });
  for (const file of files) {
    const read = await readLogLines(file, (line) => {
      linesRead += 1;
      grep.line(line);
    });
    if (!read.ok) return read;
  }
  grep.end();
  const messages = groups.filter(({ id }) => id !== undefined).length;
  const data = { groups, messages, otherLines: groups.length - messages, linesRead };
  return ok({ findings: grepFindings(data, octets), data });
}

function grepFindings({ groups, messages, otherLines }: LogGrepData, octets: number) {
  if (groups.length === 0) return [say(nothingFound)];
  const open = groups.filter(({ completed }) => !completed);
  return [
    say(found, { detail: `${messages} messages and ${otherLines} other lines` }),
    ...open.slice(0, MAX_NAMED).map(({ id = '' }) => say(incomplete, { detail: id })),
    ...(octets > MAX_FOUND_OCTETS ? [say(cut, { detail: `the first ${MAX_FOUND_OCTETS} octets` })] : []),
  ];
}

const MAX_NAMED = 100;

export interface LogStatsData extends LogStats {
  readonly linesRead: number;
}

export async function statsReport(
  files: readonly string[],
  top: number,
): Promise<Result<Report<LogStatsData>, Failure>> {
  const counter = createLogCounter();
  let linesRead = 0;
  let hasLogLines = false;
  for (const file of files) {
    const read = await readLogLines(file, (line) => {
      linesRead += 1;
      hasLogLines ||= parseLogLine(line) !== undefined;
      counter.line(line);
    });
    if (!read.ok) return read;
  }
  const stats = counter.result(top);
  const finding = linesRead > 0 && !hasLogLines ? say(noLog) : say(counted, { detail: `${linesRead} lines` });
  return ok({ findings: [finding], data: { ...readableAll(stats), linesRead } });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Octets as the text they most likely are. */
function readable(octets: string): string {
  if (!/[\x80-\xff]/.test(octets)) return octets;
  try {
    return utf8.decode(Buffer.from(octets, 'latin1'));
  } catch {
    return octets;
  }
}

const readableAll = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_key, one) => (typeof one === 'string' ? readable(one) : one));
