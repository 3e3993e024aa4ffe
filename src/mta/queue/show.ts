import { ok, type Report, type Result } from '../../base/index.ts';
import { queueEntry, type Spool, type SpoolError } from '../spool/index.ts';
import { type QueueShown, queueShown } from './data.ts';
import { sayQueue } from './findings.ts';

export interface QueueShowData {
  readonly messageId: string;
  /** Undefined: it is not there. */
  readonly message?: QueueShown;
}

/** Of a body that is shown. */
export const MAX_SHOWN_OCTETS = 256 * 1024;

/** @param spool  undefined: there is none, so no message either */
export async function queueShowReport(
  spool: Spool | undefined,
  id: string,
  withBody: boolean,
  nowMs: number,
): Promise<Result<Report<QueueShowData>, SpoolError>> {
  const read = await spool?.read(id);
  if (spool === undefined || read === undefined || (!read.ok && read.error.code === 'spool/missing'))
    return ok({ findings: [sayQueue('missing', { detail: id })], data: { messageId: id } });
  if (!read.ok) return read;
  const message = queueShown(read.value, queueEntry(read.value), nowMs);
  if (!withBody) return ok({ findings: [], data: { messageId: id, message } });
  const body = await beginningOf(spool, id);
  return body.ok ? ok({ findings: [], data: { messageId: id, message: { ...message, ...body.value } } }) : body;
}

async function beginningOf(
  spool: Spool,
  id: string,
): Promise<Result<{ readonly body: string; readonly bodyTruncated: boolean }, SpoolError>> {
  const opened = await spool.body(id);
  if (!opened.ok) return opened;
  const parts: Uint8Array[] = [];
  let octets = 0;
  for await (const part of opened.value.chunks()) {
    parts.push(part);
    octets += part.length;
    if (octets >= MAX_SHOWN_OCTETS) break;
  }
  const bodyTruncated = opened.value.octets > MAX_SHOWN_OCTETS;
  await opened.value.close();
  return ok({ body: Buffer.concat(parts).subarray(0, MAX_SHOWN_OCTETS).toString(), bodyTruncated });
}
