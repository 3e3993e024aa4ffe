/** `preserve_message_logs`: logs of messages that are gone, a file each beside the spool, as Exim keeps them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spool } from '../../spool/index.ts';

/** A log that cannot be kept keeps no message. */
export async function preserveLog(id: string, spool: Pick<Spool, 'messageLog'>, directory: string): Promise<void> {
  const text = await spool.messageLog(id);
  if (text === undefined) return;
  const folder = join(directory, 'msglog.OLD');
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 });
    await writeFile(join(folder, id), text, { encoding: 'latin1', mode: 0o640 });
  } catch {
    // A full disk is told of by what else is written there.
  }
}
