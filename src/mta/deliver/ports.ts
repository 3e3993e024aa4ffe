/** What delivery asks of its surroundings; the daemon, a command and tests supply it. */
import type { Clock, Random, Result } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import type { Net } from '../../core/net/index.ts';
import type { Configuration } from '../config/index.ts';
import type { TellEvent } from '../event/index.ts';
import type { Later } from '../expand/index.ts';
import type { HostConfiguration, World } from '../host/index.ts';
import type { DebugFile, LogEntry, LogFormat } from '../log/index.ts';
import type { NamesPort } from '../match/index.ts';
import type { RouteWorld } from '../route/index.ts';
import type { Spool } from '../spool/index.ts';
import type { Delivery, DeliveryReport, GeneratedMessage, RunAs, TransportWorld } from '../transport/index.ts';
import type { Turns } from './schedule/turns.ts';

export interface DeliverPorts {
  readonly configuration: Configuration;
  readonly hostConfiguration: HostConfiguration;
  /** Expansions, lists and lookups of the configuration. */
  readonly world: World;
  /** When the configuration changed last: what was tried before may go another way now. Absent: it never did. */
  readonly configuredAtMs?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly primaryHostname: string;
  readonly net: Net;
  readonly resolver: () => Later<Result<Resolver, { readonly message: string }>>;
  readonly web: TransportWorld['web'];
  readonly names: Pick<NamesPort, 'addressesOf'>;
  readonly localAddresses: () => readonly string[];
  readonly searchDomains: () => Later<readonly string[]>;
  readonly ask?: RouteWorld['ask'];
  readonly spool: Spool;
  readonly logFormat: LogFormat;
  readonly log: (entry: LogEntry, messageId?: string) => void;
  /** The stream of events; absent: nobody reads it. */
  readonly tellEvent?: TellEvent;
  /** A line for the message's own log; absent: there are none. */
  readonly messageLog?: (messageId: string, text: string) => void;
  /** A file of `control = debug`, for a message that it was said of. */
  readonly openDebug?: (tag: string) => DebugFile | undefined;
  /** Keeps a message's own log when the message goes (`preserve_message_logs`). */
  readonly preserveLog?: (messageId: string) => Promise<void>;
  readonly transport: (delivery: Delivery, world: TransportWorld) => Promise<DeliveryReport>;
  /** Puts a message of this host's own into the spool, and sees to its delivery, at once whatever `queue_only` says. */
  readonly submit: (
    message: GeneratedMessage,
    atOnce?: boolean,
  ) => Promise<Result<{ readonly id: string }, { readonly message: string }>>;
  /** Deliveries to one host, and to one domain, that may be under way at once; absent: as many as there are. */
  readonly turns?: { readonly atHost: Turns; readonly atDomain: Turns };
  readonly othersUnderWay?: TransportWorld['othersUnderWay'];
  /** Absent: all is done as this process's own user. */
  readonly runAs?: RunAs;
  readonly doAs?: RouteWorld['doAs'];
}
