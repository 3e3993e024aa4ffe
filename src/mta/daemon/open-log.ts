import { createLog, type Log, type LogPorts, type LogSettings } from '../log/index.ts';

/** @param messageLogs  keeps the logs of messages */
export const openLog = (settings: LogSettings, messageLogs?: LogPorts['messageLogs']): Log =>
  createLog(settings, {
    stderr: (text) => void process.stderr.write(text, 'latin1'),
    ...(messageLogs !== undefined && { messageLogs }),
  });
