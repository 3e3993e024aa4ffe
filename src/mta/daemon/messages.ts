/**
 * What the processes say to one another: master → acceptor → workers, and back.
 *
 * The configuration goes down as a value: whoever serves needs no right to read its file, and all of them serve the same.
 */
import type { Configuration } from '../config/index.ts';
import type { LogSettings } from '../log/index.ts';
import type { Refusal } from './admission.ts';
import type { DoorOptions } from './door-options.ts';

/** As whom a process goes on; absent where it was not started as root. */
export interface Identity {
  readonly user: string | number;
  readonly group: string | number;
}

export interface Setup {
  readonly configuration: Configuration;
  /** Processes that share it take up each other's TLS sessions. */
  readonly ticketSecret: Uint8Array;
  /** Who was started as root goes on as somebody else, before it does anything. */
  readonly identity?: Identity;
}

/** What the acceptor goes by, read of the configuration: to it, that is something to hand on. */
export interface DoorSetup {
  readonly door: DoorOptions;
  /** Absent: there is no log that could be written. */
  readonly logs?: LogSettings;
  /** `-q30m`, as the log has it. */
  readonly queueRuns: string;
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
  /** Before anything is known: workers may be started, which takes them a while. */
  | { readonly kind: 'prepare'; readonly workers: number }
  | ({ readonly kind: 'begin'; readonly workers: number } & Setup & DoorSetup)
  /** With the handle of a listening socket. */
  | ListenOrder
  | { readonly kind: 'unlisten'; readonly id: number }
  /** With a connection that came while the place was handed over. */
  | { readonly kind: 'adopt'; readonly id: number }
  | ({ readonly kind: 'reload'; readonly configuration: Configuration } & DoorSetup)
  /** For the log. */
  | { readonly kind: 'note'; readonly line: string }
  | { readonly kind: 'drain'; readonly withinMs: number };

export type FromAcceptor =
  /** All workers that were wanted serve. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'reloaded' }
  /** Nothing can be served: why, a sentence each. */
  | { readonly kind: 'failed'; readonly problems: readonly string[] }
  /** A worker wants a child that delivers as a user. */
  | { readonly kind: 'runner'; readonly order: RunnerOrder }
  | { readonly kind: 'told'; readonly line: string };

/** What is asked of the master: a child that delivers as a user. */
export interface RunnerOrder {
  readonly uid: number;
  readonly gid: number;
  /** With all groups of the user. */
  readonly initgroups: boolean;
  /** Of the worker, whose it becomes. */
  readonly path: string;
  /** Says that it is the one that was asked for. */
  readonly token: string;
  /** It delivers nothing, and only looks at files; root may be asked for so, for what is in root's own home. */
  readonly looks?: true;
}

/** What the child itself is told, by who has judged the order. */
export interface RunnerStart extends RunnerOrder {
  /** Whose socket it is: it is opened with his rights, not with root's. Absent where nobody is root. */
  readonly asker?: { readonly uid: number; readonly gid: number };
  /** Of files it says only what routing asks of the user's own home. */
  readonly isConfined?: true;
}

/** What came of asking to let a connection in. */
export type DoorAnswer =
  /** `others`: connections that other workers have. */
  | { readonly id: number; readonly others: number }
  /** Turned away, and told of by its worker, who knows all of it that a log may show. */
  | ({ readonly id: number } & Refusal);

export type ToWorker =
  | ({ readonly kind: 'begin'; readonly number: number; readonly workers: number } & Setup)
  /** Queue runs are this worker's from now on (`queue_run_interval`), since the log says that we have started. */
  | { readonly kind: 'run-queue' }
  /** With the handle of a listening socket, of which each worker on duty accepts by itself. */
  | ListenOrder
  | { readonly kind: 'unlisten'; readonly id: number }
  /** With a connection to that place. */
  | { readonly kind: 'adopt'; readonly order: ListenOrder }
  /** How busy it is. */
  | { readonly kind: 'ask-share' }
  /**
   * So many connections may be let in without asking before it is confirmed that they were told. 0: each has to be asked
   * for, which is confirmed by the same word.
   */
  | { readonly kind: 'credit'; readonly credit: number }
  | { readonly kind: 'answered'; readonly answers: readonly DoorAnswer[] }
  /** So many that were told as let in are known, and this is how many the other workers have. */
  | { readonly kind: 'known'; readonly entered: number; readonly others: number }
  | { readonly kind: 'reload'; readonly configuration: Configuration }
  | { readonly kind: 'drain'; readonly withinMs: number };

/** A client by its address, with the number its worker gave it. */
export interface Arrived {
  readonly id: number;
  readonly address: string;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'failed'; readonly problems: readonly string[] }
  /** May they come in? */
  | { readonly kind: 'knocked'; readonly guests: readonly Arrived[] }
  /** Who was let in and who has gone since the last time; some may be both. */
  | { readonly kind: 'moved'; readonly entered: readonly Arrived[]; readonly left: readonly number[] }
  | { readonly kind: 'asks-first' }
  /** A child is wanted that delivers as a user. */
  | { readonly kind: 'runner'; readonly order: RunnerOrder }
  /** With a connection to that place, for a worker with less to do. */
  | { readonly kind: 'passed'; readonly id: number }
  /** Of its time since it was last asked, that it had something to do: 0 to 1. */
  | { readonly kind: 'share'; readonly share: number }
  /** Counters since the last time, by name. */
  | { readonly kind: 'counted'; readonly counts: Readonly<Record<string, number>> }
  /** Figures as they are now, by name; those told before are none any more. */
  | { readonly kind: 'measured'; readonly gauges: Readonly<Record<string, number>> }
  | { readonly kind: 'told'; readonly line: string };
