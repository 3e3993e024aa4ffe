/** What keeps a configuration from being used, in the panic log that it names itself. */
import type { Clock } from '../../base/index.ts';
import { mainValue, readLeniently } from '../config/index.ts';
import { entry, PANIC } from '../log/index.ts';
import { logOnce } from './log-once.ts';
import type { QueueSource } from './open.ts';

/** Where `log_file_path` could not be read, or is not set, nothing says which log that would be. */
export async function notePanic(sentence: string, { source, macros }: QueueSource, clock: Clock): Promise<void> {
  const { configuration } = readLeniently(source, { macros });
  if (configuration === undefined || String(mainValue(configuration, 'log_file_path') ?? '') === '') return;
  const [text = '', second = ''] = sentence.split('\n  ', 2);
  const secondLine = `  ${second}`;
  await logOnce(configuration, () => ({ ...entry('configuration-error', {}, text, PANIC), secondLine }), clock);
}
