/** A mail server of another project that is given mail and reports what became of it. */

export interface Route {
  readonly domain: string;
  readonly port: number;
}

export interface Mailer {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Tries again what waits. */
  flush(): Promise<void>;
  /** What came to bounces.invalid so far, as a mailbox. */
  mailbox(): Uint8Array;
  /** For people, when something went wrong. */
  log(): string;
}
