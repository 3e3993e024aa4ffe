/** A protocol that comes to TLS by a command: one file a row. To add one, copy pop3.ts, the smallest. */
import type { Session } from '../../net/index.ts';
import type { StartTlsProtocol } from '../types.ts';

export type Stage = 'greeting' | 'capabilities' | 'starttls';

/** Where the conversation in clear led, in the words of ProbeOutcome. */
export type ClearOutcome =
  | { readonly kind: 'ready'; readonly greeting: string; readonly capabilities: readonly string[] }
  | { readonly kind: 'no-starttls'; readonly greeting: string; readonly capabilities: readonly string[] }
  | { readonly kind: 'starttls-refused'; readonly reply: string; readonly temporary: boolean }
  | { readonly kind: 'greeting-refused'; readonly reply: string; readonly temporary: boolean }
  | { readonly kind: 'protocol-error'; readonly stage: string; readonly detail: string }
  | { readonly kind: 'timeout'; readonly stage: string };

export interface Identity {
  /** Our name, for EHLO. */
  readonly ehlo: string;
  /** Whom we mean to reach, for the `to` of an XMPP stream. */
  readonly serverName: string;
  /**
   * Lines sent in one write with the command that starts TLS, as somebody between us and the server would slip them in
   * (CVE-2011-0411); rows without it take none.
   */
  readonly trailer?: string;
}

/** A session without its state's type: rows of different protocols in one registry. */
export type ClearSession = Session<unknown, ClearOutcome>;

export interface StartTlsRow {
  readonly protocol: Exclude<StartTlsProtocol, 'none'>;
  /** The port it is usually spoken on. */
  readonly port: number;
  readonly spec: string;
  /** A harmless command, which is answered at once where it was taken for one that came through TLS. */
  readonly harmless?: string;
  session(identity: Identity): ClearSession;
}
