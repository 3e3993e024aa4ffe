/** A message as an attempt sees it: its variables, and what is remembered of earlier failures. */
import { ok } from '../../base/index.ts';
import { entry, MAIN_AND_PANIC } from '../log/index.ts';
import type { RetryRecord } from '../retry/index.ts';
import type { StoredMessage } from '../spool/index.ts';
import type { OutgoingMessage } from '../transport/index.ts';
import { messageHost } from './message/host.ts';
import { showOf, timeMs } from './options.ts';
import type { DeliverPorts } from './ports.ts';
import { openBook } from './retry/hints.ts';
import { type How, type Look, NO_VARIABLES } from './round.ts';

export function lookAt(stored: StoredMessage, how: How, ports: DeliverPorts): Look {
  const { configuration, spool, clock, random } = ports;
  const body = how.claim?.body;
  const message: OutgoingMessage = {
    stored,
    body: body === undefined ? () => spool.body(stored.id) : () => ok(body),
  };
  const host = messageHost(message, ports, showOf(configuration), how.line);
  const book = openBook({
    hints: spool.hints<RetryRecord>('retry'),
    rules: configuration.retry,
    host: host(NO_VARIABLES),
    sender: stored.sender,
    random,
    nowMs: () => clock.now().getTime(),
    receivedAtMs: stored.receivedAtMs,
    keptMs: timeMs(configuration, 'retry_data_expire'),
    maxIntervalMs: timeMs(configuration, 'retry_interval_max'),
  });
  const complain = (line: string): void => ports.log(entry('trouble', {}, line, MAIN_AND_PANIC), stored.id);
  const { logName } = stored.debug ?? {};
  const debug = logName === undefined ? undefined : ports.openDebug?.(logName);
  return { ports, how, stored, message, host, book, debug, complain };
}
