/** What is wrong with a submission, told as its caller wants to hear it. */
import { mainValue } from '../../config/index.ts';
import { type Complaint, withUnixLines } from '../../receive/index.ts';
import type { SubmissionOrder } from '../../submission/index.ts';
import type { SubmissionParts } from './parts.ts';
import { logComplaint, sendReport } from './report.ts';
import { wordsFor } from './words.ts';

/** Of a message to nobody, from nobody. */
const UNTOLD = 2;

export class Complaints {
  /** For standard error. */
  text = '';
  status = 1;
  private readonly order: SubmissionOrder;
  private readonly sender: string;
  private readonly parts: SubmissionParts;

  constructor(order: SubmissionOrder, sender: string, parts: SubmissionParts) {
    this.order = order;
    this.sender = sender;
    this.parts = parts;
  }

  /** @param read  the message as it was given, where it has not been read yet */
  async take(complaint: Complaint, read?: () => Buffer | undefined): Promise<void> {
    const { order, sender, parts } = this;
    if (order.errors !== 'stderr' && sender === '') {
      logComplaint(complaint, order.reference, parts);
      if (complaint.fault.kind === 'no-recipients') this.status = UNTOLD;
      return;
    }
    if (order.errors === 'stderr') {
      for (const line of wordsFor(complaint.fault).lines) this.text += `${order.program}: ${line}\n`;
      return;
    }
    const most = Number(mainValue(parts.configuration, 'bounce_return_size_limit'));
    const isReturned = mainValue(parts.configuration, 'bounce_return_message') === true;
    const copy = read === undefined ? copyOf(complaint) : pieces(read);
    const isSent = await sendReport(
      {
        fault: complaint.fault,
        to: sender,
        reference: complaint.messageId,
        messageIdField: messageIdIn(complaint.headers),
        atOnce: order.delivery === 'foreground',
        ...(isReturned && { copy: bounded(copy, most) }),
      },
      parts,
    );
    if (isSent && order.errors === 'mail-and-well') this.status = 0;
  }
}

async function* copyOf({ headers, body }: Complaint): AsyncIterable<Buffer> {
  yield Buffer.from(`${headers.join('')}\n`, 'latin1');
  if (body !== undefined) yield* withUnixLines(body.reread());
}

async function* pieces(read: () => Buffer | undefined): AsyncIterable<Buffer> {
  for (let piece = read(); piece !== undefined; piece = read()) yield piece;
}

/** @param most  0: all of it */
async function* bounded(copy: AsyncIterable<Buffer>, most: number): AsyncIterable<Buffer> {
  let room = most;
  for await (const piece of copy) {
    if (most === 0 || piece.length <= room) yield piece;
    else {
      yield piece.subarray(0, room);
      yield Buffer.from(`\n\n------ So far the first ${most} octets ------\n`);
      return;
    }
    room -= piece.length;
  }
}

function messageIdIn(headers: readonly string[]): string | undefined {
  const field = headers.find((text) => /^(?:resent-)?message-id\s*:/i.test(text));
  return field?.slice(field.indexOf(':') + 1).trim();
}
