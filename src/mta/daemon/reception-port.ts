/** What the daemon asks of who serves clients: a session for each connection, made of the configuration once. */
import type { Result } from '../../base/index.ts';
import type { ServerHost, TlsAcceptor } from '../../core/net/index.ts';
import type { Answer, Question, SessionConfig, SessionEvent } from '../../core/smtp/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Delivered, How, QueueRun, Why } from '../deliver/index.ts';
import type { Later } from '../expand/index.ts';
import type { Endpoint, ProxyFacts } from '../facts/index.ts';
import type { RefusedWhy } from '../log/index.ts';
import type { DoAs } from '../route/index.ts';
import type { SpoolError } from '../spool/index.ts';
import type { SubmissionAnswer } from '../submission/index.ts';
import type { RunAs } from '../transport/index.ts';

/** A client at the door. */
export interface Guest {
  readonly client: Endpoint;
  readonly local: Endpoint;
  /** Connections there are, this one among them. */
  readonly count: number;
  readonly tlsOnConnect: boolean;
  readonly proxy?: ProxyFacts;
  /** A PROXY header was due and was none: nothing but QUIT is heard. */
  readonly proxyFailed: boolean;
}

export interface Served {
  readonly config: SessionConfig;
  readonly host: ServerHost<Question, Answer, SessionEvent>;
  readonly idleMs: number;
  readonly acceptor?: TlsAcceptor;
}

export type Submitted =
  | { readonly kind: 'answered'; readonly answer: SubmissionAnswer }
  /** The caller speaks SMTP from here on (`-bs`); `over` is to be called when he has done. */
  | { readonly kind: 'session'; readonly served: Served; readonly over: () => void };

export interface ReceptionService {
  readonly open: (guest: Guest) => Later<Served>;
  /** Must this client begin with a PROXY header (`hosts_proxy`)? */
  readonly expectsProxy: (address: string) => Later<boolean>;
  /** A client that was not let in is told of in the log. */
  readonly refused: (guest: Pick<Guest, 'client' | 'local'>, why: RefusedWhy) => void;
  /** What a local caller has left under this name. */
  readonly submit: (name: string) => Promise<Submitted>;
  /** Tries a message now. */
  readonly deliver: (id: string, how: How) => Promise<Delivered>;
  /** Tries what waits; how many messages there were. */
  readonly runQueue: (run: Omit<QueueRun, 'atOnce' | 'signal'>) => Promise<number>;
  /** A queue run now, and at each `queue_run_interval`. */
  readonly repeatRuns: () => void;
  /** What the next queue run would find of a message, and why it waits. */
  readonly why: (id: string) => Promise<Result<Why, SpoolError>>;
  /** Of everything that happened since the last time, by name, for /metrics. */
  readonly counts: () => Readonly<Record<string, number>>;
  /** What can be measured now, by name; absent: nobody will want to know. */
  readonly gauges?: () => Promise<Readonly<Record<string, number>>>;
  /** The end is near: no delivery is begun any more, while sessions and deliveries in hand go on. */
  readonly rest: () => void;
  /** Nothing is open any more. */
  readonly close: () => Promise<void>;
}

export interface ReceptionSetup {
  readonly configuration: Configuration;
  readonly ticketSecret: Uint8Array;
  /** Which worker it is for, from 1. */
  readonly number?: number;
  readonly tell: (line: string) => void;
  /** For one message alone, whose caller hears of everything: standard error is his. Nobody else will deliver it. */
  readonly isAlone?: boolean;
  /** Delivers as other users; absent: all is done as who we are. */
  readonly runAs?: RunAs;
  /** Looks at files that only their user may see, and runs programs of routers. */
  readonly doAs?: DoAs;
}

export type MakeReception = (setup: ReceptionSetup) => Promise<Result<ReceptionService, readonly string[]>>;
