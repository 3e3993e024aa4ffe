/** What a transport is given, what it may ask, and what it says came of it. */
import type { Clock, Random, Result } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import type { Net } from '../../core/net/index.ts';
import type { Configuration, Driver } from '../config/index.ts';
import type { EventName } from '../event/index.ts';
import type { ExpansionHost, Later } from '../expand/index.ts';
import type { AskAsUser } from '../host/index.ts';
import type { NamesPort } from '../match/index.ts';
import type { AddressVariables, DeliveryFacts, DoAs, Propagated, RoutedHost } from '../route/index.ts';
import type { HintNamespace, Hints, SpoolError, StoredBody, StoredMessage } from '../spool/index.ts';
import type { AppendfileTask } from './appendfile/task.ts';
import type { Notes, NotesTask } from './autoreply/notes-task.ts';
import type { Filtering } from './content/filter.ts';
import type { Trouble } from './content/trouble.ts';
import type { LmtpTask } from './lmtp/task.ts';
import type { PipeTask } from './pipe/task.ts';
import type { QueuefileTask } from './queuefile/task.ts';

/** What all deliveries of a process share. */
export interface TransportWorld {
  readonly configuration: Configuration;
  /**
   * What expansions ask in a delivery: its own variables (`$host`, `$local_part`, …) before those of the message.
   *
   * @param askAs  whose files, programs and sockets they see; absent: this process's own
   */
  readonly host: (message: OutgoingMessage, variables: AddressVariables, askAs?: AskAsUser) => ExpansionHost;
  readonly net: Net;
  /** The only host there is: it has turned its connection around (RFC 2645). */
  readonly line?: RoutedHost;
  readonly clock: Clock;
  readonly random: Random;
  /** The DNS, opened when it is asked. */
  readonly resolver: () => Later<Result<Resolver, { readonly message: string }>>;
  readonly names: Pick<NamesPort, 'addressesOf'>;
  /** Domains that a name of one part may be completed with. */
  readonly searchDomains: () => Later<readonly string[]>;
  /** Addresses of this host's interfaces. */
  readonly localAddresses: () => readonly string[];
  /** What processes remember for one another: `misc` for serialised hosts, policies and counts about TLS. */
  readonly hints: <V>(namespace: TransportHints) => Hints<V>;
  /** HTTPS, trusting these roots (PEM), the system's when absent. */
  readonly web: (roots?: string) => Later<Pick<Net, 'fetch'>>;
  /** May this host be tried now for addresses of that domain? `expired`: so long failing that its time is over. */
  readonly mayTry: (host: KeyedHost, domain: string) => Later<MayTry>;
  /**
   * A turn at this host, of which a bounded number is given at once; a promise where others are before. Undefined: all are
   * taken, and none comes to an end. Absent: there is no bound.
   */
  readonly turnAt?: (host: RoutedHost) => Later<(() => void) | undefined>;
  /** Are other messages in hand, or waiting, which may go over a connection of this one's? Absent: nobody knows. */
  readonly othersUnderWay?: () => boolean;
  /** Done when all deliveries of the message have been tried, before anybody is told of them. Absent: never. */
  readonly atEnd?: (done: () => void) => void;
  /** Puts a message of this host's own into the spool (autoreply). */
  readonly submit: (
    message: GeneratedMessage,
  ) => Promise<Result<{ readonly id: string }, { readonly message: string }>>;
  /** Runs a job as its user; absent: this process's own user is all there is. */
  readonly runAs?: RunAs;
  /** What expansions ask of the system, asked of a process that is the user; absent likewise. */
  readonly doAs?: DoAs;
  /** The content put through a program by a process that is the user; absent likewise. */
  readonly filterAs?: FilterAs;
  /** Lines for the log that are not the outcome itself. */
  /** Under address_rewrite: an address of a header field before a rule and after it. */
  readonly logRewritten?: (line: string) => void;
  readonly log: (line: string, panic?: boolean) => void;
  /** What `debug_print` says; absent: nobody reads it. */
  readonly debug?: (line: string) => void;
  /** Something has happened that `event_action` may want to know; a text: what the event forces (Exim spec ch. "Events"). */
  readonly event?: (event: TransportEvent) => Later<string | undefined>;
  /** Events are told to others than actions, too. */
  readonly tellsEvents?: boolean;
}

/** What a delivery to this host itself asks of its surroundings. */
export type LocalWorld = Pick<TransportWorld, 'configuration' | 'host' | 'runAs' | 'doAs'>;

export type MayTry = 'now' | 'later' | 'expired';

/** A host, and by what its failures are remembered (`retry_include_ip_address`). */
export interface KeyedHost extends RoutedHost {
  /** By its name alone, whatever its address. */
  readonly isKeyedByName?: true;
  /** `interface`: called from another address it may fare otherwise. */
  readonly from?: string;
}

export type TransportHints = Extract<HintNamespace, 'tls' | 'misc' | 'wait' | 'mta-sts' | 'tlsrpt'>;

/** A message on its way out. */
export interface OutgoingMessage {
  readonly stored: StoredMessage;
  /** The body as it is kept; may be read more than once. */
  readonly body: () => Later<Result<StoredBody, SpoolError>>;
}

/** A message that this host makes itself. */
export interface GeneratedMessage {
  /** Empty: nobody is told of its failures. */
  readonly sender: string;
  /** None: those that its header names, and Bcc leaves that. */
  readonly recipients: readonly string[];
  /** Header, empty line, body; LF ends lines. */
  readonly text: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Of the message on whose account it is made. */
  readonly referenceId?: string;
  /** The user whose transport makes it, and who stands for its sender in what is logged; absent: this program's own. */
  readonly by?: { readonly uid: number; readonly gid: number };
  /** Its header is not to tell who made it (`local_from_check`). */
  readonly isReport?: boolean;
}

export interface TransportEvent {
  readonly name: EventName;
  readonly data: string;
  /** `$event_defer_errno`. */
  readonly errno?: number;
  readonly message: OutgoingMessage;
  readonly transport: Driver;
  /** Its own variables beside those of the message. */
  readonly variables: AddressVariables;
}

/** What goes in one go: one message, one transport, recipients that may be together. */
export interface Delivery {
  readonly transport: Driver;
  readonly message: OutgoingMessage;
  /** Envelope sender of this delivery (errors_to), before the transport's return_path. */
  readonly sender: string;
  /** At least one. */
  readonly recipients: readonly DeliveryRecipient[];
  /** In the order in which they are tried; empty for local transports, and where the transport names its own. */
  readonly hosts: readonly RoutedHost[];
  /** Tried behind them all; a list still to be expanded and looked up. */
  readonly fallbackHosts?: string | undefined;
  readonly facts: DeliveryFacts;
  readonly props: Propagated;
  /** Name of the router that took them. */
  readonly router: string;
  /** The same for deliveries of a message that are apart for their number of recipients alone: one connection carries them. */
  readonly series?: number;
  /** The content is sent only if every recipient is taken (`mua_wrapper`). */
  readonly allOrNone?: true | undefined;
}

export interface DeliveryRecipient {
  readonly address: string;
  /** As the router saw it, case kept, without affixes; and the affixes. */
  readonly localPart: string;
  readonly domain: string;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  /** The envelope's recipient it came of. */
  readonly original: string;
  /** Other recipients of the envelope whom this delivery serves as well. */
  readonly others?: readonly string[];
  /** The address it was made of, where redirection made it. */
  readonly parent?: string | undefined;
  /** Something of that was said from outside. */
  readonly isParentTainted?: boolean | undefined;
  /** RFC 3461 §4: what goes on to a next hop that knows it. */
  readonly dsn?: {
    readonly notify?: readonly string[] | undefined;
    readonly orcpt?: string | undefined;
    readonly lastHop?: boolean | undefined;
  };
  /** A file, directory, command or reply of redirection: `/file`, `|command`, `>reply`. */
  readonly special?: 'file' | 'directory' | 'pipe' | 'reply' | undefined;
  /** Something of the address, or of the command, was said from outside, so that it opens no file and starts no program. */
  readonly isTainted?: boolean | undefined;
}

export interface DeliveryReport {
  /** One for each recipient, in their order. */
  readonly outcomes: readonly RecipientOutcome[];
  /** Indices of the recipients as the log tells of them; absent: in their order. */
  readonly order?: readonly number[];
  /** Hosts that were tried, or would have been; retry hints are made of it. */
  readonly hosts: readonly HostAttempt[];
  /** Each host that there is was tried, or waits for its time: before that nothing else could be. */
  readonly knowsAllHosts?: boolean;
  /** Conversations, for who asks why. Bounded. */
  readonly transcript?: readonly string[];
}

export interface RecipientOutcome {
  readonly address: string;
  readonly status: 'delivered' | 'deferred' | 'failed';
  /** As the log has it: the errno of a system call, or one of Exim's own (negative), with its detail. */
  readonly errno?: number;
  readonly moreErrno?: number;
  /** One line for the log and the bounce. */
  readonly text?: string;
  /** What bounces say in its place, where it tells more than a sender should know. */
  readonly userText?: string;
  /** Also for the panic log: the configuration is at fault, and when a local delivery is tried again no retry rule says. */
  readonly panic?: boolean;
  /** What the other side said, as reports quote it. */
  readonly reply?: { readonly code: number; readonly enhanced?: string; readonly text: string };
  /** By which address its retry record is made: the host's, or the address's own. */
  readonly retryBy?: 'host' | 'message' | 'address';
  /** `freeze`: the message waits for an administrator; `warn`: quota_warn_message or the like was sent. */
  readonly special?: 'freeze';
  /** Who took it. */
  readonly host?: RoutedHost | undefined;
  readonly interface?: { readonly address: string; readonly port: number } | undefined;
  readonly tls?: OutgoingTls | undefined;
  readonly auth?: { readonly name: string; readonly id?: string } | undefined;
  readonly pipelining?: 'used' | 'early' | undefined;
  readonly prdr?: boolean | undefined;
  readonly chunking?: boolean | undefined;
  /** Another message went before it on the same connection. */
  readonly reused?: boolean | undefined;
  readonly proxy?: { readonly address: string; readonly port: number } | undefined;
  /** The next hop takes NOTIFY and will report itself (RFC 3461 §5.2.2). */
  readonly dsnAware?: boolean | undefined;
  /** Last reply, for `C="…"`. */
  readonly confirmation?: string;
  /** ` ST=…`. */
  readonly shadow?: string;
  /** What a pipe wrote, where it goes into a report (return_output and kin). */
  readonly output?: string;
  /** The file it went to, where that is another than the one redirection named. */
  readonly place?: string;
  /** The transport that did it in the end, where that is another than was asked (`file_format`). */
  readonly byTransport?: string;
  /** The envelope as it was said, where it was turned into ASCII (RFC 6531 §3.5). */
  readonly saidAs?: { readonly sender: string; readonly address: string } | undefined;
  /** The sender it went out with, once that was known. */
  readonly returnPath?: string;
  /** The transport was not begun: it has a limit that the message is beyond. */
  readonly isUnbegun?: boolean;
  /** Octets written. */
  readonly octets?: number;
  readonly tookMs: number;
  /** Neither failures nor deliveries of it are logged. */
  readonly logsNothing?: boolean;
  /** Its retry record is by address, and not by domain (retry_use_local_part). */
  readonly retriesByAddress?: boolean;
  /** Nothing was really written, as to /dev/null. */
  readonly discarded?: boolean;
}

export interface OutgoingTls {
  readonly version: string;
  /** As `X=` has it: version, suite, bits. */
  readonly cipher: string;
  readonly bits?: number;
  readonly certificateVerified: boolean;
  readonly dane: boolean;
  readonly peerDn?: string;
  /** PEM. */
  readonly peerCertificate?: string;
  readonly ocsp?: number;
  readonly resumed?: boolean;
}

export interface HostAttempt {
  readonly host: KeyedHost;
  readonly result: 'ok' | 'deferred' | 'failed' | 'not-tried';
  /** As retry rules have it: a connect that timed out is -43. */
  readonly errno?: number;
  /** As the log has it, where that is another. */
  readonly logErrno?: number;
  readonly moreErrno?: number;
  /** For the line `H=name [address]: text`, the system's words behind it where errno is positive. Absent: those alone. */
  readonly text?: string;
  /** Only this message has trouble there (a 4xx to MAIL or DATA): others may be tried. */
  readonly ofMessage?: boolean;
  /** It has answered for good that it takes no mail: those who were to go there fail, and later ones wait. */
  readonly hasRefused?: boolean;
  /** There is no line about it in the log: what recipients are told says enough. */
  readonly isSilent?: boolean;
  /** What was said of recipients that other hosts are asked to take: a line each. */
  readonly putOff?: readonly string[];
  /** The transport's `port`, which those lines name in place of the host's own, as Exim's do. */
  readonly usualPort?: number;
}

/** Everything a process of another user needs to deliver without asking back; sent as a value. */
export interface LocalJob {
  readonly uid: number;
  readonly gid: number;
  /** With all groups of the user. */
  readonly initgroups: boolean;
  readonly currentDirectory: string;
  readonly task: LocalTask;
  /** What the content goes through before it is written. */
  readonly filtering?: Filtering;
}

/** By the transport's driver; its options are expanded already. */
export type LocalTask =
  | { readonly kind: 'appendfile'; readonly options: AppendfileTask }
  /** Its quota judged alone, of a message that is still to come. */
  | { readonly kind: 'room'; readonly options: AppendfileTask }
  | { readonly kind: 'pipe'; readonly options: PipeTask }
  | { readonly kind: 'lmtp'; readonly options: LmtpTask }
  /** Files of the user that an autoreply needs. */
  | { readonly kind: 'notes'; readonly options: NotesTask }
  | { readonly kind: 'queuefile'; readonly options: QueuefileTask }
  /** Nothing but what the job has its content go through: it is handed back, for a transport to other hosts. */
  | { readonly kind: 'filter' };

/** What came of a job: per recipient it is all the same, but by LMTP. */
export interface LocalOutcome extends Omit<RecipientOutcome, 'address' | 'tookMs'> {
  /** The mailbox has grown beyond its threshold: its owner is to be told. */
  readonly warns?: boolean;
  /** Nothing was done: another transport is for what is there (`file_format`). */
  readonly otherTransport?: string;
  /** How large the mailbox was before (`notify_comsat`). */
  readonly mailboxOctets?: number;
  /** What was found in files of the user. */
  readonly notes?: Notes;
  /** The content was not to be had: for who asked for it alone (`filter`). */
  readonly trouble?: Trouble;
  /** Of each recipient, where they were answered one by one. */
  readonly lmtp?: LmtpAnswers;
}

export interface LmtpAnswers {
  /** Of each recipient, in their order. */
  readonly outcomes: readonly LocalOutcome[];
  readonly transcript: readonly string[];
}

/** What can only be expanded when the file is there: its inode, or the size of what was written, are variables of it. */
export interface LateQuestion {
  readonly option: 'directory_file' | 'maildir_tag';
  readonly inode?: number;
  readonly size?: number;
}

export type LateAnswer = { readonly text: string } | { readonly failure: string; readonly forced: boolean };

export type AnswerLate = (question: LateQuestion) => Promise<LateAnswer>;

/** @param take  what the job hands back, one part after another; false: no more is wanted, and the job is broken off */
export type RunAs = (
  job: LocalJob,
  content: AsyncIterable<Uint8Array>,
  answer: AnswerLate,
  take?: TakePart,
) => Promise<LocalOutcome>;

export type TakePart = (octets: Uint8Array) => Promise<boolean>;

/** @throws ContentTrouble on its way */
export type FilterAs = (content: AsyncIterable<Uint8Array>, filtering: Filtering) => AsyncIterable<Uint8Array>;

/** A driver of transports. It never rejects: what fails is an outcome. */
export type Deliver = (delivery: Delivery, world: TransportWorld) => Promise<DeliveryReport>;
