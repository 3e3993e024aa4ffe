/** One line into the logs of a configuration, by a command that has nothing else to log. */
import type { Clock } from '../../base/index.ts';
import type { Configuration } from '../config/index.ts';
import type { LogEntry, LogFormat } from '../log/index.ts';
import { asOwnerOf } from './as-owner.ts';
import { openQueueLog } from './logging.ts';
import { spoolDirectory } from './open.ts';

/** Who may not write there, or finds no place that can be written to, leaves it. */
export async function logOnce(
  configuration: Configuration,
  make: (format: LogFormat) => LogEntry,
  clock: Clock,
): Promise<void> {
  const directory = await spoolDirectory(configuration, clock);
  if (!directory.ok) return;
  const asBefore = asOwnerOf(directory.value);
  try {
    const log = openQueueLog({ directory: directory.value, configuration }, clock);
    if (!log.ok) return;
    log.value.write(make(log.value.format));
    await log.value.close();
  } finally {
    asBefore();
  }
}
