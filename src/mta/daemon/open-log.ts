import { createLog, type Log, type LogPorts, type LogSettings } from '../log/index.ts';

/**
 * @param messageLogs  keeps the logs of messages
 * @param isQuiet  nothing is said on standard error
 */
export const openLog = (settings: LogSettings, messageLogs?: LogPorts['messageLogs'], isQuiet = false): Log =>
  createLog(settings, {
    stderr: (text) => void (isQuiet || process.stderr.write(text, 'latin1')),
    ...(messageLogs !== undefined && { messageLogs }),
  });
