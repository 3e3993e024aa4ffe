/** A mail to the sender of a message that is wrong (Exim spec ch. "The Exim command line", -oem), submitted as all others are. */
import { entry, MAIN } from '../../log/index.ts';
import { type Complaint, type LocalCaller, type LocalFault, receiveLocal } from '../../receive/index.ts';
import { ownCaller } from './own-mail.ts';
import type { SubmissionParts } from './parts.ts';
import { wordsFor } from './words.ts';

export interface Report {
  readonly fault: LocalFault;
  /** The sender of the message it is about. */
  readonly to: string;
  /** The message it is about, as far as it has a name. */
  readonly reference: string | undefined;
  readonly messageIdField: string | undefined;
  /** That message, as its sender knows it; absent: it is not returned (`bounce_return_message`). */
  readonly copy?: AsyncIterable<Buffer>;
  /** The message itself was to be delivered while its caller waits: so is this, whatever `queue_only` says. */
  readonly atOnce: boolean;
}

/** @returns whether it is on its way */
export async function sendReport(report: Report, parts: SubmissionParts): Promise<boolean> {
  const { reference } = report;
  const pieces: Buffer[] = [Buffer.from(await headOf(report, parts), 'latin1')];
  for await (const piece of report.copy ?? []) pieces.push(piece);
  const caller: LocalCaller = { ...ownCaller(parts.user), isReport: true, ...reporting(report, parts) };
  const outcome = await receiveLocal(parts.reception, {
    visitor: { source: 'local', ident: parts.user.login },
    caller,
    sender: '',
    hasSender: true,
    recipients: [{ address: report.to }],
    pieces: () => pieces,
  });
  if (outcome.kind === 'taken' && caller.isDue === true) await parts.deliver(outcome.id);
  if (outcome.kind === 'taken') return true;
  const status = entry('report-failed', {}, 'Child mail process returned status 1', MAIN);
  parts.log(status, reference);
  return false;
}

/** What is wrong with a report is told to nobody but the log. */
function reporting({ reference, atOnce }: Report, parts: SubmissionParts): Partial<LocalCaller> {
  return {
    ...(reference !== undefined && { reference }),
    ...(atOnce && { delivery: 'foreground' }),
    complain: async (complaint) => logComplaint(complaint, reference, parts),
  };
}

/** There is nobody to write to. */
export function logComplaint(
  { fault, messageId }: Complaint,
  reference: string | undefined,
  parts: Pick<SubmissionParts, 'log'>,
): void {
  const about = reference === undefined ? '' : ` (R=${reference})`;
  const text = `Error while reading message with no usable sender address${about}: ${wordsFor(fault).logged}`;
  parts.log(entry('report-failed', {}, text, MAIN), messageId);
}

async function headOf({ fault, to, messageIdField, copy }: Report, parts: SubmissionParts): Promise<string> {
  const { subject, text } = wordsFor(fault);
  const replyTo = await parts.expanded('errors_reply_to');
  return [
    ...(replyTo === undefined || replyTo === '' ? [] : [`Reply-To: ${replyTo}`]),
    'Auto-Submitted: auto-replied',
    `From: ${(await parts.expanded('dsn_from')) ?? ''}`,
    `To: ${to}`,
    ...(messageIdField === undefined ? [] : [`References: ${messageIdField}`]),
    `Subject: Mail failure - ${subject}`,
    '',
    text,
    ...(copy === undefined ? [] : ['------ Your message, with its header ------', '', '']),
  ].join('\n');
}
