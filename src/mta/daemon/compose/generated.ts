/** Messages of this host's own (bounces, replies): handed in as a local user's are. */
import { err, ok } from '../../../base/index.ts';
import type { DeliverPorts } from '../../deliver/index.ts';
import { type Reception, receiveLocal } from '../../receive/index.ts';
import type { Submitter } from '../../spool/index.ts';
import { ownCaller } from '../submission/own-mail.ts';

/** @param authentication  `bounce_sender_authentication`: whom AUTH= names of mail that nobody is told the failures of */
export function submitGenerated(
  reception: Reception,
  submitter: Submitter,
  authentication: string | undefined,
): DeliverPorts['submit'] {
  return async ({ sender, recipients, text, referenceId, isReport }) => {
    const outcome = await receiveLocal(reception, {
      visitor: { source: 'local', ident: submitter.login },
      caller: {
        ...ownCaller(submitter),
        isReport: isReport === true,
        // What is about another message has an author even where its sender is nobody, as Exim's -E has it.
        ...(referenceId !== undefined && { reference: referenceId, namesFrom: true }),
      },
      sender,
      hasSender: true,
      ...(sender === '' && authentication !== undefined && { authenticatedSender: authentication }),
      recipients,
      pieces: () => buffers(text),
    });
    if (outcome.kind !== 'refused') return ok({ id: outcome.id });
    const { answer } = outcome;
    return err({
      message: 'reply' in answer ? (answer.reply?.text?.toString() ?? 'it was refused') : 'it was refused',
    });
  };
}

async function* buffers(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncIterable<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
}
