/**
 * All lines of the messages one of whose lines matches, as exigrep finds them: a message's lines are kept until it is done,
 * then shown or forgotten. Lines about no message stand for themselves.
 */
import { stampSeconds, withoutSyslog } from './record.ts';

export interface GrepOptions {
  readonly matches: (line: string) => boolean;
  /** Messages none of whose lines matches, instead. */
  readonly invert?: boolean;
  /** Also messages that name the id of one found before: bounces, and what they are about. */
  readonly related?: boolean;
  /** Only messages that were done later than so many seconds after their first line. */
  readonly queuedSeconds?: number;
}

export interface GrepGroup {
  /** Absent: a line about no message. */
  readonly id?: string;
  readonly completed: boolean;
  readonly lines: readonly string[];
}

export interface LogGrep {
  line(line: string): void;
  /** What was not done when the log ended. */
  end(): void;
}

interface Kept {
  readonly lines: string[];
  /** Undefined: nothing has been found yet. */
  wanted?: boolean;
}

/** @param found  told of each group as soon as it is whole */
export function createLogGrep(options: GrepOptions, found: (group: GrepGroup) => void): LogGrep {
  const messages = new Map<string, Kept>();
  const relatives: string[] = [];
  const { invert = false, matches } = options;
  return {
    line(raw) {
      const line = withoutSyslog(raw);
      const match = BEGINNING.exec(line);
      if (match === null) return;
      const id = match[2];
      if (id === undefined) {
        if (matches(line) !== invert) found({ completed: true, lines: [line] });
        return;
      }
      const kept = messages.get(id) ?? { lines: [] };
      messages.set(id, kept);
      kept.lines.push(line);
      judge(id, kept, line, options, relatives);
      if (!isEnd(line)) return;
      messages.delete(id);
      if (kept.wanted === true && isLate(kept.lines[0]!, line, options))
        found({ id, completed: true, lines: kept.lines });
    },
    end() {
      for (const [id, { wanted, lines }] of messages) if (wanted === true) found({ id, completed: false, lines });
      messages.clear();
    },
  };
}

const BEGINNING =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:[+-]\d{4} )?)(?:\[\d+\] )?(\w{6}-(?:\w{6}-\w{2}|\w{11}-\w{4}))?/;

function judge(id: string, kept: Kept, line: string, options: GrepOptions, relatives: string[]): void {
  if (options.invert === true) {
    kept.wanted = (kept.wanted ?? true) && !options.matches(line);
    return;
  }
  if (kept.wanted === true || options.matches(line)) {
    kept.wanted = true;
    if (options.related === true && !relatives.includes(id)) relatives.push(id);
  } else if (relatives.some((relative) => line.includes(relative))) kept.wanted = true;
}

/** Done, given up by the client, or refused after its data. */
const isEnd = (line: string): boolean =>
  line.includes('Completed') || line.includes('SMTP data timeout') || (line.includes('rejected') && REFUSED.test(line));

const REFUSED = new RegExp(`${BEGINNING.source.replace(/\?$/, '')} rejected`);

function isLate(first: string, last: string, { queuedSeconds }: GrepOptions): boolean {
  if (queuedSeconds === undefined) return true;
  return stampSeconds(stampOf(last)) - stampSeconds(stampOf(first)) > queuedSeconds;
}

const stampOf = (line: string): string =>
  line.slice(0, 19) + (/^(?:\.\d+)?( [+-]\d{4})/.exec(line.slice(19))?.[1] ?? '');
