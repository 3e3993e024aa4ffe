/** What a host should know of a session, and is not asked. */

/** What a host should know and is not asked. */
export type SessionEvent =
  /** A message that had begun has come to nothing: what was kept of it is to go. */
  | { readonly kind: 'abandoned'; readonly why: AbandonReason }
  /** What was abandoned while it came has come to its end. */
  | { readonly kind: 'refused-whole'; readonly why: AbandonReason }
  | { readonly kind: 'secured'; readonly tls: SecuredFacts }
  | { readonly kind: 'ended'; readonly why: EndReason }
  /** What came too soon: behind a command, where PIPELINING was offered or not, or before the greeting. */
  | {
      readonly kind: 'early-input';
      readonly input: Uint8Array;
      readonly line?: string;
      readonly isPipelining?: boolean;
      /** What the command asks for had been granted already; it is not done. */
      readonly isGranted?: boolean;
    }
  /** The client has not waited for the greeting, as it may (PIPECONNECT). */
  | { readonly kind: 'early-talk' }
  /** With `tellsCommands`: a line, before anything is done about it; more was there already behind it. */
  | {
      readonly kind: 'command';
      readonly line: string;
      readonly hasMore: boolean;
      /** They are shown as `?`, and it is no command, whatever it begins with. */
      readonly hasNul?: true;
    }
  /** MAIL has AUTH=, for whoever it may be; what is wrong with the rest is not known yet. */
  | { readonly kind: 'auth-parameter'; readonly said: string }
  /** MAIL has SMTPUTF8, whatever becomes of it. */
  | { readonly kind: 'utf8-parameter' }
  /** With `tellsCommands`: it was wrong, or came at the wrong time; `text` says why, `data` what of it. */
  | { readonly kind: 'failed'; readonly code: number; readonly text: string; readonly data: string };

/** What a handshake came to. */
export interface SecuredFacts {
  readonly protocol: string;
  readonly cipher: string;
  /** The name the client asked for (RFC 6066 §3). */
  readonly serverName?: string;
}

export type AbandonReason = 'too-large' | 'bare-line-end' | 'line-too-long' | 'reset' | 'lost' | 'timeout';

export type EndReason =
  | 'quit'
  /** The connection goes on, and is the host's. */
  | 'handed-over'
  | 'lost'
  | 'timeout'
  /** Within a message, and not between its chunks. */
  | 'data-timeout'
  | 'sync-error'
  | 'errors'
  | 'unknown-commands'
  | 'nonmail-commands'
  | 'closed'
  | 'bare-line-end'
  | 'too-large';
