/** The server session and the sink among other programs: Exim's words, and clients of every kind. */
import type { Suite } from '../../framework/types.ts';
import { tryClients } from './clients.ts';
import { compareDialogues } from './dialogues.ts';

export const suite: Suite = {
  name: 'smtp-sink',
  proves:
    "the SMTP server session says what Exim says, and what swaks, Postfix, Exim, OpenSSL and Python's smtplib send arrives as it was",
  async run(context) {
    await compareDialogues(context);
    await tryClients(context);
  },
};
