/** What is to be sent where, and what is told of it. */
import type { Clock, Failure, Result, Trace } from '../../base/index.ts';
import type { Name, Resolver } from '../dns/index.ts';
import type { Net, TlsOptions } from '../net/index.ts';
import type { Mail, Outcome, Plan, RecipientResult, Stage, TranscriptLine } from '../smtp/index.ts';
import type { Expectation, ExpectationReport } from './expect.ts';
import type { PreparedMessage } from './prepare.ts';
import type { Verify } from './trust.ts';

export type Destination =
  /** A host by name or address; `isNamed` servers are not routed to. */
  | { readonly kind: 'server'; readonly host: string; readonly port: number }
  | { readonly kind: 'socket'; readonly path: string }
  /** By its MX records. */
  | { readonly kind: 'domain'; readonly domain: Name; readonly port: number };

export interface SendJob {
  readonly destination: Destination;
  readonly plan: Plan;
  readonly mail: Omit<Mail, 'parts' | 'sizeOctets' | 'has8Bit'>;
  readonly message: PreparedMessage;
  readonly verify: Verify;
  readonly recipientDomain?: Name;
  readonly tlsOptions: Pick<TlsOptions, 'serverName' | 'minVersion' | 'maxVersion' | 'identity'>;
  readonly preamble?: Uint8Array;
  readonly source?: string;
  readonly capMs?: number;
  readonly expectations: readonly Expectation[];
  /** More than one: at speed, told in numbers. */
  readonly repeat: number;
  /** Connections at a time, of a repeated mail. */
  readonly connections: number;
  readonly showsContent: boolean;
}

export interface SendPorts {
  readonly net: Net;
  readonly resolver: Resolver;
  /** What to dial for a host. */
  readonly addressesOf: (host: string, port: number) => Promise<Result<readonly string[], Failure>>;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

export interface SendData {
  /** Every recipient's message was taken. */
  readonly accepted: boolean;
  /** The server that the results are from. */
  readonly server?: string;
  readonly outcome: Outcome['kind'] | 'no-route';
  /** In one sentence. */
  readonly detail: string;
  readonly recipients: readonly RecipientReport[];
  readonly message: MessageReport;
  /** Connections, in the order they were tried. */
  readonly attempts: readonly AttemptReport[];
  readonly expectations?: readonly ExpectationReport[];
  readonly rate?: RateReport;
}

export interface ReplyReport {
  readonly code: number;
  readonly enhanced?: string;
  readonly lines: readonly string[];
}

export interface RecipientReport extends Omit<RecipientResult, 'reply'> {
  readonly reply?: ReplyReport;
}

export interface MessageReport {
  readonly octets: number;
  readonly bareLf: number;
  readonly bareCr: number;
}

export interface AttemptReport {
  readonly host: string;
  readonly address: string;
  readonly port?: number;
  readonly outcome: Outcome['kind'];
  readonly detail: string;
  readonly offered: readonly string[];
  readonly tls?: { readonly protocol: string; readonly cipher: string; readonly verdict?: string };
  readonly steps: readonly StepReport[];
  readonly transcript: readonly TranscriptLine[];
}

export interface StepReport {
  readonly stage: Stage;
  readonly sent?: string;
  readonly reply?: ReplyReport;
  readonly atMs: number;
  readonly tookMs?: number;
  readonly isSecure: boolean;
  readonly recipient?: string;
  readonly octets?: number;
}

export interface RateReport {
  readonly wanted: number;
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly deferred: number;
  readonly unsent: number;
  readonly connections: number;
  readonly seconds: number;
  readonly perSecond: number;
}
