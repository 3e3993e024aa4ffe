/** Lines for syslog, handed to the system's `logger`, which stays; a long line goes in numbered parts. */
import { createFeed } from '../../../base/process/index.ts';
import type { LogName } from '../entry.ts';

export interface SyslogSettings {
  /** `mail` when absent. */
  readonly facility?: string;
  /** `exim` when absent. */
  readonly processName?: string;
  /** Off: the process's number is left out of the text. */
  readonly pid: boolean;
  /** Off: the time is left out of the text. */
  readonly timestamp: boolean;
  /** On: a line for several logs is sent once for each. */
  readonly duplication: boolean;
  /** How lines get to syslog, where that is not logger. */
  readonly command?: readonly string[];
}

export const USUAL_SYSLOG: SyslogSettings = { pid: true, timestamp: true, duplication: true };

export interface Syslog {
  /** @param text as it should stand there; line ends within it begin a new part */
  send(log: LogName, text: string): boolean;
  close(): Promise<void>;
}

export function createSyslog(settings: SyslogSettings, onTrouble: (why: string) => void): Syslog {
  const { facility = 'mail', processName = 'exim' } = settings;
  const usual = ['logger', '--prio-prefix', `--id=${process.pid}`, '--tag', processName];
  const [command, ...args] = settings.command ?? usual;
  const feed = createFeed({ command: command!, args, onTrouble });
  const base = (FACILITIES[facility] ?? FACILITIES.mail!) << 3;
  return {
    send: (log, text) =>
      feed.write(
        syslogParts(text)
          .map((part) => `<${base | SEVERITIES[log]}>${part}\n`)
          .join(''),
      ),
    close: () => feed.close(),
  };
}

/** Numbers as syslog(3) has them. */
const FACILITIES: Readonly<Record<string, number>> = {
  user: 1,
  mail: 2,
  daemon: 3,
  news: 7,
  uucp: 8,
  ...Object.fromEntries(Array.from({ length: 8 }, (_, number) => [`local${number}`, 16 + number])),
};

const SEVERITIES: Readonly<Record<LogName, number>> = { main: 6, reject: 5, panic: 1 };

/** What syslog takes in one message, by tradition. */
const MAX_PART = 870;

/** `[1/3] …` where a line was too long, `[1\3] …` where it had a line end. */
export function syslogParts(text: string): readonly string[] {
  const parts: { readonly text: string; readonly endsLine: boolean }[] = [];
  const lines = text.replace(/\n$/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    const pieces = line.match(PIECES) ?? [''];
    for (const [at, piece] of pieces.entries())
      parts.push({ text: piece, endsLine: at === pieces.length - 1 && index < lines.length - 1 });
  }
  if (parts.length === 1) return [parts[0]!.text];
  return parts.map((part, index) => `[${index + 1}${part.endsLine ? '\\' : '/'}${parts.length}] ${part.text}`);
}

const PIECES = new RegExp(`.{1,${MAX_PART}}`, 'gs');
