/** A caller as reception knows him: what he may say, and what he has asked for. */
import { phraseOf } from '../../mailbox/index.ts';
import type { LocalCaller } from '../../receive/index.ts';
import { type Caller, mayClaim } from './caller.ts';
import type { DroppedFile } from './dropped-file.ts';
import { ownAddress, type Sender } from './envelope.ts';
import type { SubmissionParts } from './parts.ts';

/** Who hands it in, and who it is from. */
export interface From {
  readonly caller: Caller;
  readonly sender: Sender;
}

/** The caller himself is the sender. */
export const isSender = ({ caller, sender }: From): boolean => !caller.isTrusted || !sender.isGiven;

export function* piecesOf(file: DroppedFile): Iterable<Buffer> {
  for (let piece = file.read(); piece !== undefined; piece = file.read()) yield piece;
}

export function localCaller({ order }: DroppedFile, { caller, sender }: From, parts: SubmissionParts): LocalCaller {
  const { isTrusted, login, uid, gid } = caller;
  const { fullName } = order;
  return {
    login,
    submitter: { login, uid, gid },
    fullName: phraseOf(fullName ?? caller.fullName),
    isTrusted,
    namesFrom: !isTrusted || fullName !== undefined || (order.kind === 'message' && !sender.isGiven),
    isSender: order.kind === 'message' ? isSender({ caller, sender }) : !isTrusted,
    hasSetSender: !isTrusted && sender.isGiven && order.kind === 'message',
    qualifies: order.qualifies !== false,
    keepsAsIs: order.keepsAsIs === true,
    deliversNothing: order.deliversNothing === true,
    isReport: order.isReport === true,
    goesOn: order.errors !== 'stderr',
    ...(order.delivery !== undefined && { delivery: order.delivery }),
    ...(order.reference !== undefined && { reference: order.reference }),
    ...(!isTrusted && claiming(order.kind === 'message', caller, parts)),
  };
}

/** Over SMTP MAIL says who sends; whether that counts is seen when the message is there. */
const claiming = (
  isMessage: boolean,
  caller: Caller,
  { configuration, host }: SubmissionParts,
): Partial<LocalCaller> => ({
  ...(!isMessage && { forcedSender: ownAddress(caller, configuration) }),
  maySend: (address) => mayClaim(address, caller, configuration, host),
});

export function authenticatedSender(
  { order }: DroppedFile,
  from: From,
  { configuration }: SubmissionParts,
): { readonly authenticatedSender?: string } {
  const claimed = from.caller.isTrusted ? order.claims.authenticatedSender : undefined;
  const own = isSender(from) ? ownAddress(from.caller, configuration) : undefined;
  const address = claimed ?? own;
  return address === undefined ? {} : { authenticatedSender: address };
}
