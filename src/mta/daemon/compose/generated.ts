/** Messages of this host's own (bounces, replies): handed in as a local user's are. */
import { err, ok } from '../../../base/index.ts';
import type { DeliverPorts } from '../../deliver/index.ts';
import { phraseOf } from '../../mailbox/index.ts';
import { type LocalCaller, type Reception, receiveLocal } from '../../receive/index.ts';
import type { Submitter } from '../../spool/index.ts';
import type { Caller } from '../submission/caller.ts';
import { ownCaller } from '../submission/own-mail.ts';
import type { SubmissionParts } from '../submission/parts.ts';
import { logComplaint } from '../submission/report.ts';

/**
 * Handed in without recipients, a message has those of its header, and where there are none the log says so.
 *
 * @param whoIs  as somebody of that user would be taken who hands a message in
 * @param authentication  `bounce_sender_authentication`: whom AUTH= names of mail that nobody is told the failures of
 */
export function submitGenerated(
  reception: Reception,
  submitter: Submitter,
  authentication: string | undefined,
  whoIs: (user: { readonly uid: number; readonly gid: number }) => Promise<Caller | string>,
  parts: Pick<SubmissionParts, 'log' | 'deliver'>,
): DeliverPorts['submit'] {
  return async ({ sender, recipients, text, referenceId, by, isReport }, atOnce) => {
    const user = by && (await whoIs(by));
    if (typeof user === 'string') return err({ message: user });
    const author = user === undefined ? submitter : { login: user.login, uid: user.uid, gid: user.gid };
    let isForNobody = false;
    const caller: LocalCaller = {
      ...ownCaller(author),
      ...(atOnce === true && { delivery: 'foreground' }),
      // A user's transport is no more trusted than he is.
      ...(user !== undefined && {
        fullName: phraseOf(user.fullName),
        isTrusted: user.isTrusted,
        hasSetSender: !user.isTrusted,
      }),
      isReport: isReport === true,
      ...(recipients.length === 0 && {
        extraction: { given: [], removes: false },
        complain: async (complaint) => {
          logComplaint(complaint, referenceId, parts);
          isForNobody = complaint.fault.kind === 'no-recipients';
        },
      }),
      // What is about another message has an author even where its sender is nobody, as Exim's -E has it.
      ...(referenceId !== undefined && { reference: referenceId, namesFrom: true }),
    };
    const outcome = await receiveLocal(reception, {
      visitor: { source: 'local', ident: author.login },
      caller,
      sender,
      hasSender: true,
      ...(sender === '' && authentication !== undefined && { authenticatedSender: authentication }),
      recipients: recipients.map((address) => ({ address })),
      pieces: () => buffers(text),
    });
    if (outcome.kind === 'taken' && caller.isDue === true) await parts.deliver(outcome.id);
    if (outcome.kind !== 'refused') return ok({ id: outcome.id });
    if (isForNobody) return ok({ id: '' });
    const { answer } = outcome;
    return err({
      message: 'reply' in answer ? (answer.reply?.text?.toString() ?? 'it was refused') : 'it was refused',
    });
  };
}

async function* buffers(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncIterable<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
}
