/** Mails that this host writes itself come in as those of its users do. */
import { type LocalCaller, type OwnMail, type Reception, receiveLocal } from '../../receive/index.ts';
import type { Submitter } from '../../spool/index.ts';

/** @returns whether it is on its way */
export async function sendOwn(
  { sender, recipients, reference, text }: OwnMail,
  reception: Reception,
  user: Submitter,
): Promise<boolean> {
  const outcome = await receiveLocal(reception, {
    visitor: { source: 'local', ident: user.login },
    caller: { ...ownCaller(user), ...(reference !== undefined && { reference, isReport: true }) },
    sender,
    hasSender: true,
    recipients: recipients.map((address) => ({ address })),
    pieces: () => [Buffer.from(text, 'latin1')],
  });
  return outcome.kind === 'taken';
}

/** The user mail runs as. */
export const ownCaller = (user: Submitter): LocalCaller => ({
  login: user.login,
  submitter: user,
  fullName: '',
  isTrusted: true,
  namesFrom: false,
  isSender: false,
  hasSetSender: false,
  qualifies: true,
  keepsAsIs: false,
  deliversNothing: false,
  isReport: false,
  goesOn: true,
});
