/** What is to be done to deliver by LMTP: everything that was expanded, as plain values. */

export interface LmtpTask {
  /** The transport's name, for sentences. */
  readonly transport: string;
  /** The path of a socket, or a program and its arguments. */
  readonly place: { readonly socket: string } | { readonly words: readonly string[] };
  /** This host, in LHLO. */
  readonly name: string;
  readonly sender: string;
  /** As RCPT has them. */
  readonly recipients: readonly string[];
  readonly ignoresQuota: boolean;
  /** For each answer. */
  readonly timeoutSeconds: number;
}
