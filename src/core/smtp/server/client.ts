/** Who a client is, and what it is offered. */

export interface ClientFacts {
  readonly address: string;
  /** Its name, where one was looked up. */
  readonly name?: string;
}

/** What is offered to a client that says EHLO or LHLO; what is absent is not known either. */
export interface Offers {
  /** In octets; 0 says SIZE without a number (RFC 1870 §4). */
  readonly size?: number;
  /** RFC 9422. */
  readonly limits?: { readonly mailMax?: number; readonly rcptMax?: number; readonly rcptDomainMax?: number };
  readonly eightBitMime?: boolean;
  readonly dsn?: boolean;
  /** RFC 2645; known where it is there at all. */
  readonly atrn?: boolean;
  readonly etrn?: boolean;
  readonly vrfy?: boolean;
  readonly expn?: boolean;
  readonly pipelining?: boolean;
  /** The client may send its first commands before the greeting (Exim's PIPECONNECT). */
  readonly pipeConnect?: boolean;
  /** It may do so though nobody tells it; absent: where it is told. */
  readonly earlyTalk?: boolean;
  /** Mechanisms in capitals, in the order to be told. */
  readonly auth?: readonly string[];
  readonly chunking?: boolean;
  /** RFC 3030 §3; wants chunking. */
  readonly binaryMime?: boolean;
  readonly startTls?: boolean;
  /** RFC 8689; told within TLS alone. */
  readonly requireTls?: boolean;
  /** Attributes that are taken; none: the command is known, and refused. */
  readonly xclient?: readonly string[];
  readonly prdr?: boolean;
  readonly smtpUtf8?: boolean;
  /** Told where it is true; the command is known where it is there at all. */
  readonly wellknown?: boolean;
  readonly help?: boolean;
}

/** Before the banner, and ahead of every reply until it sends its first message. */
export const mayTalkEarly = ({ pipeConnect = false, earlyTalk = pipeConnect }: Offers): boolean => earlyTalk;
