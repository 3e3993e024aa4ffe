/** One attempt to deliver a message: what is fixed as long as it lasts. */
import type { DebugFile } from '../log/index.ts';
import type { Claim, FirstClaim, StoredMessage } from '../spool/index.ts';
import type { OutgoingMessage } from '../transport/index.ts';
import type { Line } from './line.ts';
import type { MessageHost } from './message/host.ts';
import type { DeliverPorts } from './ports.ts';
import type { RetryBook } from './retry/hints.ts';
import type { Place } from './schedule/slots.ts';

/** Why it is tried, and what counts for it. */
export interface How {
  /** Retry times of routing and of local deliveries count. */
  readonly isQueueRun?: boolean;
  /** No retry time counts, nor hold_domains (`-M`, `-qf`). */
  readonly isForced?: boolean;
  /** A frozen message is thawed for it (`-M`, `-qff`). */
  readonly thaws?: boolean;
  /** Why what goes to other hosts waits: `-ql`; `-odqs`; the first phase of `-qq`, of which nothing is said. */
  readonly remote?: 'suppressed' | 'queued' | 'only-routed';
  /** All that is left fails, by whom (`-Mg`). */
  readonly cancelledBy?: string;
  /** Only to who has turned its connection around. */
  readonly line?: Line;
  /** Every router that was asked is told of, for who wants to know why; a delivery keeps the last alone. */
  readonly keepsTrail?: boolean;
  /** Whoever has handed it in waits for it (`-odf`): what is written on its account goes out at once, too. */
  readonly isAwaited?: boolean;
  /** Its place among those in work, where that is bounded. */
  readonly place?: Place;
  /** Told when something that failed is remembered, which may count for other messages. */
  readonly onPutOff?: () => void;
  /** It is ours already; nothing is read again where it was stored just now. */
  readonly claim?: Claim & Partial<FirstClaim>;
}

/** An attempt as far as it can be looked at, by whoever has no claim. */
export interface Look {
  readonly ports: DeliverPorts;
  readonly how: How;
  readonly stored: StoredMessage;
  readonly message: OutgoingMessage;
  readonly host: MessageHost;
  readonly book: RetryBook;
  /** What `debug_print` says, where somebody wants to read it. */
  readonly debug: DebugFile | undefined;
  /** Something is wrong with the configuration, or with us: for the main and the panic log. */
  readonly complain: (line: string) => void;
}

export interface Round extends Look {
  readonly claim: Claim;
}

export { NO_VARIABLES } from './message/host.ts';

export const nowOf = ({ ports }: Pick<Look, 'ports'>): number => ports.clock.now().getTime();
