/** How the commands of one client are read: known when the session begins, or when policy has seen who has come. */

export interface SessionReading {
  /** Our own name, in the greeting and elsewhere. */
  readonly name: string;
  readonly limits: SessionLimits;
  /** MAIL needs HELO or EHLO before it. */
  readonly requiresHelo: boolean;
  /** Names in HELO that are none are taken, as `a_b`. */
  readonly takesJunkHelo: boolean;
  /** Addresses without a domain are for policy to complete. */
  readonly takesUnqualified: { readonly sender: boolean; readonly recipient: boolean };
}

export interface SessionLimits {
  /** Of a command with its CRLF; by RFC 5321 §4.5.3.1.4 and what is offered when absent. */
  readonly commandOctets?: number;
  /** Of a line of mail data with its CRLF: 1000 by RFC 5321 §4.5.3.1.6; none when absent. */
  readonly textLineOctets?: number;
  /** Of a message where SIZE says nothing; none when absent. */
  readonly messageOctets?: number;
  /** A line end counts as one octet of a message, as it does where lines are kept with LF (Exim). */
  readonly countsLfs?: boolean;
  readonly recipients?: number;
  /** MAIL commands in one connection; then 421. */
  readonly messages?: number;
  /** Syntax and protocol errors that are borne; the next one ends the connection. */
  readonly errors: number;
  readonly unknownCommands: number;
  /** Commands that bring no mail on, as NOOP and VRFY; none when absent. */
  readonly nonMailCommands?: number;
}
