/** What the server's TLS is asked, and what it answers. */
import type { Result } from '../../base/index.ts';
import type { TlsAcceptor } from '../../core/net/index.ts';
import type { ExpansionHost, Failure, Later } from '../expand/index.ts';
import type { TlsFacts } from '../facts/index.ts';

/** What is wrong with the settings: one sentence about an option, and what would be right. */
export interface TlsProblem {
  readonly option: string;
  readonly message: string;
  readonly hint?: string;
  /** It could not be expanded, for this reason. */
  readonly unexpanded?: string;
  /** A file is not there, or may not be read. */
  readonly isUnread?: true;
  /** As an Exim with GnuTLS logs it behind `TLS error on connection from …`: administrators look for these words. */
  readonly logged?: string;
  /** What such an Exim logs on a line before. */
  readonly loggedFirst?: string;
}

/** A connection as TLS sees it. */
export interface TlsClient {
  /** Expands the options for this connection, and matches its host lists. */
  readonly host: ExpansionHost;
  /** The client's address; empty for a local one. */
  readonly address: string;
  /** TLS before the first word. */
  readonly onConnect: boolean;
  /** As the log names it: `H=mx.example.org [192.0.2.1]`. */
  readonly describe: () => string;
  readonly log: (line: string) => void;
  /** For administrators: the main log and the panic log. */
  readonly trouble: (line: string) => void;
  /** Something for `event_action`; the answer is what that forces. Absent: nobody wants to know. */
  readonly raise?: (event: TlsEvent) => Later<string | undefined>;
  /** The handshake came to nothing, which is logged; `facts` where only the client's certificate was not good. */
  readonly failed?: (facts?: TlsFacts) => void;
  /** What the handshake came to, before anything within it is read. */
  readonly secured: (facts: TlsFacts) => void;
}

export interface TlsEvent {
  readonly name: 'tls:cert' | 'tls:fail:connect';
  readonly data: string;
  /** The one at hand, in DER. */
  readonly certificate?: Uint8Array;
}

export interface ServerTls {
  /** Is STARTTLS told to this client (`tls_advertise_hosts`)? */
  readonly advertises: (client: Pick<TlsClient, 'host' | 'address'>) => Later<boolean | Failure>;
  /**
   * To be asked before a client is told to go ahead: the settings, expanded for it and with their files read.
   * A problem has been logged; the client gets 454.
   */
  readonly prepare: (client: TlsClient) => Later<Result<TlsAcceptor, TlsProblem>>;
  /** For who has no way to say 454: the handshake, or the end of the stream. */
  readonly acceptorFor: (client: TlsClient) => TlsAcceptor;
  /** What would fail, or be remarked on, at the first connection. */
  readonly check: (host: ExpansionHost) => Promise<TlsCheck>;
}

export interface TlsCheck {
  readonly problems: readonly TlsProblem[];
  readonly warnings: readonly TlsProblem[];
  /** Read now, and again by who serves, when one has changed. */
  readonly files: readonly TlsFile[];
}

export interface TlsFile {
  readonly option: string;
  readonly path: string;
}
