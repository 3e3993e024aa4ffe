/**
 * What the processes say to one another: master → acceptor → workers, and back.
 *
 * The configuration goes down as a value: whoever serves needs no right to read its file, and all of them serve the same.
 */
import type { Configuration } from '../config/index.ts';

/** As whom a process goes on; absent where it was not started as root. */
export interface Identity {
  readonly user: string | number;
  readonly group: string | number;
}

export interface Setup {
  readonly configuration: Configuration;
  /** Processes that share it take up each other's TLS sessions. */
  readonly ticketSecret: Uint8Array;
}

export interface ListenOrder {
  readonly kind: 'listen';
  /** Of the place; connections come with it. */
  readonly id: number;
  readonly address: string;
  readonly port: number;
  readonly tlsOnConnect: boolean;
  readonly backlog: number;
  /** `smtp`; what tells how the daemon is (`/metrics`); where `mxray sendmail` knocks. */
  readonly purpose: 'smtp' | 'status' | 'submission';
}

export type ToAcceptor =
  | ({ readonly kind: 'begin'; readonly identity?: Identity; readonly workers: number } & Setup)
  /** With the handle of a listening socket. */
  | ListenOrder
  | { readonly kind: 'unlisten'; readonly id: number }
  /** With a connection that came while the place was handed over. */
  | { readonly kind: 'adopt'; readonly id: number }
  | { readonly kind: 'reload'; readonly configuration: Configuration }
  /** For the log. */
  | { readonly kind: 'note'; readonly line: string }
  | { readonly kind: 'drain'; readonly withinMs: number };

export type FromAcceptor =
  /** All workers that were wanted serve. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'reloaded' }
  /** Nothing can be served: why, a sentence each. */
  | { readonly kind: 'failed'; readonly problems: readonly string[] }
  | { readonly kind: 'told'; readonly line: string };

export type ToWorker =
  | ({ readonly kind: 'begin'; readonly number: number } & Setup)
  /** With the connection. */
  | {
      readonly kind: 'connection';
      readonly id: number;
      readonly tlsOnConnect: boolean;
      /** Connections there are, this one among them. */
      readonly count: number;
    }
  /** With a connection of a local caller. */
  | { readonly kind: 'submission'; readonly id: number }
  | { readonly kind: 'reload'; readonly configuration: Configuration }
  | { readonly kind: 'drain'; readonly withinMs: number };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'failed'; readonly problems: readonly string[] }
  | { readonly kind: 'ended'; readonly ids: readonly number[] }
  /** Counters since the last time, by name. */
  | { readonly kind: 'counted'; readonly counts: Readonly<Record<string, number>> }
  | { readonly kind: 'told'; readonly line: string };
