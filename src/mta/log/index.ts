/**
 * log: what happens, in the lines Exim writes, and those lines read again.
 *
 * - **entry**: one thing to log. `lines/` has a function for each kind (`arrivalEntry`, `deliveryEntry`, `rejectionEntry`,
 *   …): plain facts in, Exim's text and where it goes out. Nothing in it is written yet.
 * - **selector**: a word of `log_selector`, a row of `selectors.ts`; it switches fields of lines, or whole lines of the main log.
 * - **logs**: main, reject and panic (`write/`), as files by `log_file_path`, for syslog, or both; each message may have one of
 *   its own, which the spool keeps; and the same facts as a stream of JSON (`log_json`).
 *
 * Read again (`read/`), a log gives the lines of messages one searches for, as exigrep does, and what it comes to, as eximstats
 * does: once, line by line, and what is kept are the messages that are not done.
 *
 * Lines are octets, one a character. What strangers say is escaped where the line is made (`printing.ts`).
 * Formats: Exim spec ch. 53 "Log files", as Exim 4.96 writes them.
 *
 * Not here: which ACL logs what, and when a delivery is one; who calls decides that. Nor a process log, as exiwhat reads it.
 */
export * from './durations.ts';
export {
  entry,
  type LogEntry,
  type LogFormat,
  type LogName,
  MAIN,
  MAIN_AND_PANIC,
  MAIN_AND_REJECT,
  PANIC,
  type RejectedMessage,
} from './entry.ts';
export { formatBelow, formatLine, hostCheckLine, isInMain, type LinePrefix } from './format.ts';
export { linePrefixes } from './line-prefixes.ts';
export * from './lines/address.ts';
export * from './lines/arrival.ts';
export * from './lines/command.ts';
export * from './lines/connection.ts';
export * from './lines/daemon.ts';
export * from './lines/delivery.ts';
export * from './lines/event.ts';
export * from './lines/failure.ts';
export * from './lines/host.ts';
export * from './lines/queue.ts';
export * from './lines/rejection.ts';
export * from './lines/tls.ts';
export * from './printing.ts';
export { logFindings } from './read/findings.ts';
export type { GrepGroup, GrepOptions } from './read/grep.ts';
export { grepReport, type LogGrepData, type LogStatsData, statsReport } from './read/report.ts';
export type { LogStats } from './read/stats.ts';
export * from './selectors.ts';
export { createStamper, dateAndTime, dateStamp } from './stamp.ts';
export { type DebugFile, openDebugFile } from './write/debug.ts';
export { createLog, type Log, type LogPorts, panicEntry } from './write/log.ts';
export { type LogPlaces, parseLogPath } from './write/path.ts';
export { type LogSettings, type OptionReader, readLogSettings } from './write/settings.ts';
export type { LogSpace } from './write/space.ts';
export { type SyslogSettings, syslogParts, USUAL_SYSLOG } from './write/syslog.ts';
export type { LogTrouble } from './write/trouble.ts';
