/**
 * Telling systemd how far we are (sd_notify(3)). Its socket takes datagrams, which Node cannot send to a path, so its own
 * program does it; the unit needs `NotifyAccess=all`.
 */
import { runProgram } from '../../base/process/index.ts';

const TIMEOUT_MS = 5000;

/** Does nothing where nobody wants to know. */
export async function notifySystemd(...words: readonly string[]): Promise<void> {
  if (process.env.NOTIFY_SOCKET === undefined) return;
  await runProgram({ command: 'systemd-notify', args: words, timeoutMs: TIMEOUT_MS });
}
