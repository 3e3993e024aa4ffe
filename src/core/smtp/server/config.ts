/** How a session is to be held: set when it begins, and the same to its end. */
import type { BareMode } from '../dots/state.ts';
import type { ClientFacts, Offers } from './client.ts';
import type { Question } from './questions.ts';
import type { ServerReply } from './reply.ts';

export interface SessionConfig {
  /** Our own name, in the greeting and elsewhere. */
  readonly name: string;
  /**
   * Texts are octet strings, a character an octet: whatever a client says is kept as it came, and said so. Else lines are read
   * as UTF-8 where they are such, octet by octet where they are not, and replies are written as UTF-8.
   */
  readonly octets?: boolean;
  readonly protocol: 'smtp' | 'lmtp';
  readonly client: ClientFacts;
  readonly offers: Offers;
  readonly limits: SessionLimits;
  /** A CR or LF alone: `refuse` the command or message that has one (554), or take it as dots/state.ts says. */
  readonly bare: 'refuse' | BareMode;
  /** Input before it may come is a synchronization error (554, and the end). */
  readonly enforcesSync: boolean;
  /** AUTH may be tried though it was not offered, by any mechanism and at any time. */
  readonly takesUnofferedAuth?: boolean;
  /** MAIL needs HELO or EHLO before it. */
  readonly requiresHelo: boolean;
  /** EHLO need not be said again within TLS (Deviates from RFC 3207 §4.2 because Exim can). */
  readonly remembersHelo?: boolean;
  /** Names in HELO that are none are taken, as `a_b`. */
  readonly takesJunkHelo: boolean;
  /** Characters that a name in HELO may have beside letters, digits, dots and hyphens. */
  readonly heloCharacters?: string;
  /** Addresses without a domain are for policy to complete. */
  readonly takesUnqualified: { readonly sender: boolean; readonly recipient: boolean };
  /** The host is told of every command line, and of every one that fails. */
  readonly tellsCommands?: boolean;
  /** Said to every command but QUIT: the client is not to be served, and may only go. */
  readonly deaf?: ServerReply;
  /** Dots of a local part may stand anywhere, as Exim takes them (Deviates because others send such addresses). */
  readonly takesAnyDots?: boolean;
  /** Reads what the grammar refuses, with any text around the address; a text says what is wrong with it. */
  readonly readAddress?: (text: string, how: LenientReading) => LenientAddress | string;
  /** Addresses at a literal (`a@[192.0.2.1]`) are no addresses here. */
  readonly refusesLiterals?: boolean;
  /** What is asked; the rest is accepted in the session's own words. `message` and `auth` are always asked. */
  readonly asks: ReadonlySet<Question['kind']>;
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

export interface LenientReading {
  /** Letters beyond ASCII may stand in a domain. */
  readonly utf8: boolean;
  /** `<>` is an address. */
  readonly mayBeNull: boolean;
}

export interface LenientAddress {
  /** Empty: the null path. */
  readonly address: string;
  readonly isQualified: boolean;
}
