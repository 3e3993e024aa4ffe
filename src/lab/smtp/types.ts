/** What a mail server of the lab is made of: a dialect it speaks, a mood it is in, certificates it shows. */
import type { SecureContextOptions } from 'node:tls';
import type { Credential } from '../ca/index.ts';

export interface DialectState {
  /** The server's own name, as in its greeting. */
  readonly host: string;
  /** TLS is on. */
  readonly secured: boolean;
  /** STARTTLS is to be advertised. */
  readonly offersStartTls: boolean;
}

/** What follows after a reply. */
export type Next = 'listen' | 'start-tls' | 'close';

export interface Turn {
  /** With its line ends; may be empty. */
  readonly reply: string;
  readonly next: Next;
}

/** A protocol as a pure function from what the client said to what the server answers. */
export interface Dialect {
  readonly name: DialectName;
  /** The octet that ends one utterance of the client: a line feed, or `>` for XML. */
  readonly delimiter: '\n' | '>';
  /** What the server says first, also repeated after TLS where `greetsAfterTls`; empty when the client speaks first. */
  greeting(state: DialectState): string;
  readonly greetsAfterTls: boolean;
  answer(utterance: string, state: DialectState): Turn;
}

export type DialectName = 'smtp' | 'imap' | 'pop3' | 'sieve' | 'xmpp';

/** The raw socket, as much of it as a mood may touch. */
export interface MoodIo {
  /** Resolves when the octets have left for the kernel; `false` once the client is gone. */
  write(data: string | Uint8Array): Promise<boolean>;
  /** The next octets the client sends, `undefined` at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Resolves after `ms`, or at once when the client or the server goes away. */
  pause(ms: number): Promise<void>;
  /** How long a slow server waits, in milliseconds. */
  readonly slowMs: number;
}

/** A row of the registry of moods: everything a server can do to a client short of behaving. */
export interface Mood {
  readonly name: string;
  /** One line for `lab list` and the catalogue. */
  readonly about: string;
  /** Instead of the greeting; the conversation ends after it unless it answers `go-on`. */
  readonly greet?: (io: MoodIo) => Promise<'go-on' | 'end'>;
  /** Before the dialect's own greeting. */
  readonly beforeGreeting?: (io: MoodIo) => Promise<void>;
  /** STARTTLS is not advertised and not known. */
  readonly hidesStartTls?: boolean;
  /** Instead of an answer to the client's first utterance; the conversation ends after it. */
  readonly answer?: (io: MoodIo) => Promise<void>;
  /** Instead of "go ahead"; no TLS follows. */
  readonly startTlsReply?: string;
  /** Sent in clear in one packet with "go ahead" (CVE-2011-0411 and its kin). */
  readonly injects?: string;
  /** Instead of a TLS handshake; the connection is closed after it. */
  readonly handshake?: (io: MoodIo) => Promise<void>;
  readonly tls?: Pick<SecureContextOptions, 'minVersion' | 'maxVersion' | 'ciphers'>;
}

/** A certificate shown, and the proof stapled to it: asked for at each handshake whose client takes one. */
export interface ServedCredential extends Credential {
  readonly proof?: () => Promise<Uint8Array | undefined>;
}

/** One listening server. */
export interface MailServerSpec {
  readonly host: string;
  readonly dialect: DialectName;
  /** TLS from the first octet, as on ports 465 and 993. */
  readonly tlsOnConnect?: boolean;
  /** Name of a row in moods.ts. */
  readonly mood: string;
  /** One per key type; none means that there is no TLS to offer. */
  readonly credentials: readonly ServedCredential[];
}
