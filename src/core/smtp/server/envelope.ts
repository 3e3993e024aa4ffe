/** Of whom a message is, and to whom: while it comes, and once it is whole. */
import type { MailParameters, RcptParameters } from '../grammar/parameters.ts';
import type { Path } from '../grammar/path.ts';

export interface Recipient {
  readonly to: Path;
  readonly parameters: RcptParameters;
  /** The client was told that it is taken, and it is none of the message's. */
  readonly isDiscarded?: true;
}

/** The recipients so far, the last one first: adding one copies nothing, however many there are. */
export interface RecipientList {
  readonly recipient: Recipient;
  readonly before?: RecipientList;
  readonly count: number;
}

export interface Transaction {
  readonly from: Path;
  readonly parameters: MailParameters;
  readonly recipients?: RecipientList;
}

/** The envelope of a message that has come to its end. */
export interface Envelope {
  readonly from: Path;
  readonly parameters: MailParameters;
  readonly recipients: readonly Recipient[];
}

export interface MessageFacts {
  /** As delivered to `data`, dots taken away. */
  readonly octets: number;
  readonly bareCr: number;
  readonly bareLf: number;
  /** By BDAT (RFC 3030) rather than DATA. */
  readonly isChunked: boolean;
  /** The name in HELO, EHLO or LHLO. */
  readonly helo?: string;
  /** Who has authenticated. */
  readonly identity?: string;
}
