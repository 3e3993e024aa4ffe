/**
 * The logs of a process, written. Lines gather while a turn of the event loop lasts and go out by one write to each file:
 * who has promised somebody something on the strength of a line awaits `written()` before it answers.
 */
import { type Clock, systemClock } from '../../../base/index.ts';
import { entry, type LogEntry, type LogFormat, type LogName, MAIN_AND_PANIC, PANIC } from '../entry.ts';
import { formatBelow, formatLine, isInMain } from '../format.ts';
import { createStamper } from '../stamp.ts';
import { formatEvent } from './events.ts';
import { createLogFile, type LogFile } from './file.ts';
import { logFileName } from './path.ts';
import type { LogSettings } from './settings.ts';
import { createLogGauge, type LogGauge } from './space.ts';
import { createSyslog, type Syslog } from './syslog.ts';
import type { LogTrouble } from './trouble.ts';

export interface Log {
  /** For the functions that make entries. */
  readonly format: LogFormat;
  /** `log_json` is set. */
  readonly hasStream: boolean;
  /** @param id of the message it is about */
  write(made: LogEntry, id?: string): void;
  /** Into the message's own log: without the id, and in no other. */
  message(id: string, text: string): void;
  /** Now, in this turn. What it answers holds for everything written since the last time. */
  flush(): LogTrouble | undefined;
  /** When this turn's lines are in the files: undefined, or why some are not (they are lost). */
  written(): Promise<LogTrouble | undefined>;
  /** Opens the files, so that what cannot be opened is known at start. */
  open(): LogTrouble | undefined;
  /** Room beside the main log; undefined: it has no file, or nobody knows. */
  space(): ReturnType<LogGauge>;
  /** Files are opened anew, as after SIGHUP or SIGUSR1. */
  reopen(): void;
  close(): Promise<void>;
}

export interface LogPorts {
  readonly clock?: Clock;
  readonly pid?: number;
  /** Where the panic log goes, too, and everything that cannot be written. */
  readonly stderr?: (text: string) => void;
  /** Keeps the logs of messages; without it there are none (`message_logs`). */
  readonly messageLogs?: { append(id: string, line: string): void };
}

export function createLog(settings: LogSettings, ports: LogPorts = {}): Log {
  return new WrittenLog(settings, ports);
}

/** Lines that gather; a turn that has more than this many octets writes at once. */
const MAX_GATHERED = 64 * 1024;

type FileName = LogName | 'json';

/** In which a line for several logs comes to them. */
const ORDER = ['main', 'reject', 'panic'] as const satisfies readonly LogName[];

/** What is told below a line: in the reject log, and then in the panic log as well, which Exim writes from the same text. */
const isBelow = (log: LogName, logs: readonly LogName[]): boolean => log !== 'main' && logs.includes('reject');

class WrittenLog implements Log {
  readonly format: LogFormat;
  readonly hasStream: boolean;
  private readonly files = new Map<FileName, LogFile>();
  private readonly gathered = new Map<FileName, string>();
  private gatheredOctets = 0;
  private readonly syslog: Syslog | undefined;
  private readonly stamp: (instant: Date) => string;
  private readonly clock: Clock;
  private readonly pid: number;
  private readonly gauge: LogGauge | undefined;
  private turn: NodeJS.Immediate | undefined;
  private waiting: ((trouble: LogTrouble | undefined) => void)[] = [];
  private awaited: Promise<LogTrouble | undefined> | undefined;
  /** Of writes since `flush` or the turn's end answered last. */
  private trouble: LogTrouble | undefined;
  private lost = 0;

  private readonly settings: LogSettings;
  private readonly ports: LogPorts;

  constructor(settings: LogSettings, ports: LogPorts) {
    this.settings = settings;
    this.ports = ports;
    this.clock = ports.clock ?? systemClock;
    this.pid = ports.pid ?? process.pid;
    this.hasStream = settings.jsonPath !== undefined;
    const { selectors, topBits, ports: shown } = settings;
    this.format = { selectors, topBits, ...(shown !== undefined && { ports: shown }) };
    this.stamp = createStamper({ zone: settings.timezone, millisec: settings.selectors.has('millisec') });
    this.syslog = settings.places.syslog
      ? createSyslog(settings.syslog, (why) => this.tellStderr(`syslog: ${why}\n`))
      : undefined;
    const { template } = settings.places;
    if (template !== undefined)
      this.gauge = createLogGauge(() => logFileName(template, 'main', this.clock.now()), this.clock);
    this.makeFiles();
    if (settings.places.warning !== undefined)
      this.write(entry('warning', {}, settings.places.warning, MAIN_AND_PANIC));
  }

  write(made: LogEntry, id?: string): void {
    const at = this.clock.now();
    const logs = this.logsOf(made);
    for (const log of ORDER) if (logs.includes(log)) this.writeTo(log, made, at, id, isBelow(log, logs));
    if (this.hasStream) this.gather('json', formatEvent(made, at, this.pid, id));
  }

  message(id: string, text: string): void {
    this.ports.messageLogs?.append(id, `${this.stamp(this.clock.now())} ${text}\n`);
  }

  flush(): LogTrouble | undefined {
    if (this.turn !== undefined) clearImmediate(this.turn);
    this.turn = undefined;
    this.writeOut();
    const { trouble } = this;
    this.trouble = undefined;
    const waiting = this.waiting;
    this.waiting = [];
    this.awaited = undefined;
    for (const resolve of waiting) resolve(trouble);
    return trouble;
  }

  written(): Promise<LogTrouble | undefined> {
    if (this.turn === undefined) return Promise.resolve(this.flush());
    this.awaited ??= new Promise((resolve) => {
      this.waiting.push(resolve);
    });
    return this.awaited;
  }

  open(): LogTrouble | undefined {
    const at = this.clock.now();
    for (const [name, file] of this.files) {
      if (name === 'panic') continue; // made when there is something to say
      if (name === 'reject' && !this.settings.writeRejectLog) continue;
      const trouble = file.open(at);
      if (trouble !== undefined) return trouble;
    }
    return undefined;
  }

  space(): ReturnType<LogGauge> {
    return this.gauge?.();
  }

  reopen(): void {
    this.flush();
    for (const file of this.files.values()) file.close();
  }

  async close(): Promise<void> {
    this.flush();
    for (const file of this.files.values()) file.close();
    await this.syslog?.close();
  }

  private makeFiles(): void {
    const { places, jsonPath, owner } = this.settings;
    const { template } = places;
    const owned = owner === undefined ? {} : { owner };
    if (template !== undefined)
      for (const log of ['main', 'reject', 'panic'] as const)
        this.files.set(log, createLogFile({ name: (at) => logFileName(template, log, at), ...owned }));
    if (jsonPath !== undefined)
      this.files.set('json', createLogFile({ name: (at) => logFileName(jsonPath, 'main', at), ...owned }));
  }

  private logsOf(made: LogEntry): readonly LogName[] {
    const { selectors, writeRejectLog } = this.settings;
    const { to } = made;
    const inMain = isInMain(made, selectors);
    if (inMain && (writeRejectLog || !to.includes('reject'))) return to;
    return to.filter((log) => (log === 'main' ? inMain : log !== 'reject' || writeRejectLog));
  }

  private writeTo(log: LogName, made: LogEntry, at: Date, id: string | undefined, hasBelow: boolean): void {
    const stamp = this.stamp(at);
    const withId = id === undefined ? {} : { id };
    const withPid = this.settings.selectors.has('pid') ? { pid: this.pid } : {};
    const line = formatLine({ stamp, ...withPid, ...withId }, made);
    const below = hasBelow ? this.below(made, line) : '';
    if (this.files.has(log)) this.gather(log, line + below);
    if (log === 'panic') this.tellStderr(line + below);
    if (this.syslog === undefined || !this.isForSyslog(log, made)) return;
    const { pid, timestamp } = this.settings.syslog;
    const prefix = { stamp: timestamp ? stamp : '', ...(pid && withPid), ...withId };
    const text = formatLine(prefix, made) + below;
    this.syslog.send(log, timestamp ? text : text.slice(1));
  }

  private below({ below }: LogEntry, line: string): string {
    return below === undefined || !this.settings.selectors.has('rejected_header')
      ? ''
      : formatBelow(below, line.length);
  }

  /** Without duplication a line for several logs goes once, with the priority of the gravest. */
  private isForSyslog(log: LogName, { to }: LogEntry): boolean {
    if (this.settings.syslog.duplication) return true;
    if (log === 'main') return !to.includes('reject') && !to.includes('panic');
    return log === 'panic' || !to.includes('panic');
  }

  private gather(name: FileName, text: string): void {
    this.gathered.set(name, (this.gathered.get(name) ?? '') + text);
    this.gatheredOctets += text.length;
    if (this.gatheredOctets > MAX_GATHERED) this.writeOut();
    this.turn ??= setImmediate(() => this.flush());
  }

  private writeOut(): void {
    if (this.gatheredOctets === 0) return;
    const at = this.clock.now();
    this.gatheredOctets = 0;
    const lines = [...this.gathered];
    this.gathered.clear();
    for (const [name, text] of lines) this.append(name, text, at);
    if (this.lost > 0 && this.trouble === undefined) this.tellOfLoss();
  }

  private append(name: FileName, text: string, at: Date): void {
    const file = this.files.get(name)!;
    const trouble = file.append(text, at);
    if (name === 'panic') file.close();
    if (trouble === undefined) return;
    if (this.lost === 0) this.tellStderr(`${this.stamp(at)} ${trouble.message}\n`);
    this.lost += text.split('\n').length - 1;
    this.trouble ??= trouble;
  }

  /** Once it can be written again, the log says that lines are missing. */
  private tellOfLoss(): void {
    const count = this.lost;
    this.lost = 0;
    this.write(entry('lines-lost', { count }, `${count} lines for the logs could not be written`, MAIN_AND_PANIC));
  }

  private tellStderr(text: string): void {
    this.ports.stderr?.(text);
  }
}

/** Text of our own, for where no function makes the entry. */
export const panicEntry = (text: string, alsoMain = true): LogEntry =>
  entry('panic', {}, text, alsoMain ? MAIN_AND_PANIC : PANIC);
