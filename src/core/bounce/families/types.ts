/** A kind of message that came back, and how it is recognised: a file each. */
import type { Mail } from '../mail.ts';
import type { BouncedRecipient } from '../types.ts';

/** Words about each recipient; delays are told by the family. */
export interface MailerFamily {
  /** As in `family` of the result. */
  readonly name: string;
  /** Says for sure that this mailer wrote it. */
  readonly isOf: (mail: Mail) => boolean;
  /** Says that nothing has failed yet. */
  readonly isDelay: (mail: Mail) => boolean;
  /** Those that failed, in order. */
  readonly recipients: (mail: Mail) => readonly BouncedRecipient[];
}
