/** file_format: what a mailbox begins with says which transport is for it (Exim spec ch. 26). */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ERRNO } from '../../retry/index.ts';
import { halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { deferred } from '../outcome.ts';
import type { AppendfileTask } from './task.ts';

const { O_RDONLY, O_NONBLOCK } = constants; // a named pipe is not waited for
const START_OCTETS = 256;

/** The transport for the mailbox as it is; this one where it is empty. */
export async function formatTransport(task: AppendfileTask, file: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(START_OCTETS), 0, START_OCTETS, 0);
  if (bytesRead === 0) return task.transport;
  const start = buffer.toString('latin1', 0, bytesRead);
  const found = task.fileFormats?.find((format) => start.startsWith(format.start));
  if (found === undefined) return halt(deferred('mailbox file format unrecognized', { errno: ERRNO.formatUnknown }));
  const missing = `${found.transport} transport (for ${found.start} format) not found`;
  return found.isThere ? found.transport : halt(deferred(missing, { errno: ERRNO.noTransport }));
}

/** Before anything is locked. Undefined: it is for this transport, or there is none yet. */
export async function otherTransport(task: AppendfileTask): Promise<string | undefined> {
  if (task.fileFormats === undefined) return undefined;
  const file = await open(pathOf(task.path), O_RDONLY | O_NONBLOCK).catch(() => undefined); // told when it is opened to be written
  if (file === undefined) return undefined;
  try {
    const transport = await formatTransport(task, file);
    return transport === task.transport ? undefined : transport;
  } finally {
    await file.close();
  }
}
