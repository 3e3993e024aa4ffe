/** How a session is to be held: set when it begins, and the same to its end. */
import type { BareMode } from '../dots/state.ts';
import type { ClientFacts, Offers } from './client.ts';
import type { Question } from './questions.ts';
import type { SessionReading } from './reading.ts';
import type { ServerReply } from './reply.ts';

export interface SessionConfig extends SessionReading {
  /**
   * Texts are octet strings, a character an octet: whatever a client says is kept as it came, and said so. Else lines are read
   * as UTF-8 where they are such, octet by octet where they are not, and replies are written as UTF-8.
   */
  readonly octets?: boolean;
  readonly protocol: 'smtp' | 'lmtp';
  readonly client: ClientFacts;
  readonly offers: Offers;
  /** A CR or LF alone: `refuse` the command or message that has one (554), or take it as dots/state.ts says. */
  readonly bare: 'refuse' | BareMode;
  /** Input before it may come is a synchronization error (554, and the end). */
  readonly enforcesSync: boolean;
  /** AUTH may be tried at any time though it was not offered, by these mechanisms, in capitals. */
  readonly unofferedAuth?: readonly string[];
  /** Of a reply of its own in several lines the session says the last alone. */
  readonly isTerse?: boolean;
  /** EHLO need not be said again within TLS (Deviates from RFC 3207 §4.2 because Exim can). */
  readonly remembersHelo?: boolean;
  /** Characters that a name in HELO may have beside letters, digits, dots and hyphens. */
  readonly heloCharacters?: string;
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
