/** One connection as policy sees it: its facts, its expansions, what ACLs have asked for so far. */

import type { TlsAcceptor } from '../../core/net/index.ts';
import type { MailParameters, SessionEvent } from '../../core/smtp/index.ts';
import type { LogName } from '../acl/index.ts';
import type { Respond } from '../auth/index.ts';
import { type AclPort, after, type ExpansionHost, type Later, type Outcome } from '../expand/index.ts';
import {
  type Connection,
  type Facts,
  forgetEarly,
  type HostName,
  hostAndIdent,
  type IncomingMessage,
  noRcpts,
  type Source,
} from '../facts/index.ts';
import { entry, type HostFacts, type LogEntry, type LogFormat, MAIN_AND_PANIC, type WithinData } from '../log/index.ts';
import type { CopyKeeper } from '../scan/index.ts';
import type { Submitter } from '../spool/index.ts';
import type { CheckResults } from './checks/results.ts';
import { lookUpName } from './client-name.ts';
import { type ConnectionControls, type MessageControls, newMessageControls } from './controls.ts';
import { Cutthrough } from './cutthrough/cutthrough.ts';
import type { Debugging } from './debugging.ts';
import { fieldValue, isField } from './headers/parse.ts';
import type { Incoming } from './intake/intake.ts';
import type { LocalCaller } from './local/caller.ts';
import { hostFacts, type WhoFacts, whoFacts } from './log-facts.ts';
import { Scope } from './scope.ts';
import type { Shared } from './shared.ts';
import { SessionView } from './view.ts';

const NOBODY_NAMED: readonly string[] = [];
/** In a rehearsal, which stores nothing. */
const NOBODY: Submitter = { login: 'mail', uid: -1, gid: -1 };

export class Session {
  readonly shared: Shared;
  readonly facts: Facts;
  readonly host: ExpansionHost;
  readonly controls: ConnectionControls;
  private controlsOfMessage: MessageControls | undefined;
  private checked: CheckResults | undefined;
  /** Logs that refusals go to, until another ACL begins. */
  rejectTargets: readonly LogName[] | undefined;
  readonly counts = { messages: 0, arrived: 0 };
  /** So long the next MAIL or RCPT waits (`smtp_ratelimit_mail`), in seconds; absent: none has waited yet. */
  readonly delays: Record<'mail' | 'rcpt', number | undefined> = { mail: undefined, rcpt: undefined };
  /** The last MAIL as its parameters were heard: what there is of a message before anybody has sent it. */
  announced: IncomingMessage | undefined;
  /** What MAIL was answered does not matter. */
  hasSaidMail = false;
  /** A queue that an ACL named; it counts for later messages, too. */
  queueName: string | undefined;
  /** What it needs is not there: nothing is heard any more. */
  isDying = false;
  /** The log has heard of the end, and the ACL for ends without QUIT. */
  isEndTold = false;
  /** What that ACL has to say to the client. */
  lastWords: string | undefined;
  /** With a `drop`: the end is told with the name, and what had been said before it without. */
  isNameRefused = false;
  /** Of the message that has come, before any rule changed them or an ACL threw them away. */
  rawRecipients: readonly string[] = NOBODY_NAMED;
  /** A message that was dropped behind its data: what is logged of the end is logged of it. */
  private droppedId: string | undefined;
  /** What is wrong with `message_size_limit`: nothing is taken. */
  unlimited: string | undefined;
  /** So many messages may come in one connection; 0: any number. */
  mostMessages = 0;
  /** More recipients were named than may be. */
  hasTooMany = false;
  /** Takes the client's next answer in an exchange of AUTH. */
  respond: Respond | undefined;
  /** The tls authenticator has had its say. */
  isIdentityAsked = false;
  /** Of the handshake that the client was told to begin. */
  acceptor: TlsAcceptor | undefined;
  /** MAIL needs a name before. */
  requiresHelo = false;
  /** The name is looked up: refused where it is none of the client's, or only remembered. */
  verifiesHelo: 'insists' | 'tries' | undefined;
  /** Addresses without a domain, of this client. */
  takesUnqualified: { readonly sender: boolean; readonly recipient: boolean };
  /** What the client sent before it may, which ends the connection. */
  earlyInput: Extract<SessionEvent, { kind: 'early-input' }> | undefined;
  /** Behind the command that is obeyed there is more. */
  hasMore = false;
  /** The client has gone on ahead of a MAIL or RCPT that was taken. */
  hasPipelined = false;
  /** PIPELINING was told. */
  offersPipelining = false;
  /** DATA or BDAT was said: no PIPECONNECT is offered any more. */
  hasSaidData = false;
  /** CHUNKING was told. */
  hasOfferedChunks = false;
  /** PIPECONNECT was told. */
  hasOfferedEarly = false;
  /** The greeting was not waited for, as PIPECONNECT permits. */
  hasTalkedEarly = false;
  /** A message was broken off, there. */
  brokenOff: WithinData | undefined;
  /** Of the message that has come, while ACLs look at it. */
  scanCopy: CopyKeeper | undefined;
  /** The message on its way out at the same time, or the connection that is kept for it. */
  readonly cutthrough = new Cutthrough(this);
  /** The message on its way in. */
  intake: Incoming | undefined;
  /** Of clients that put a line before the header. */
  fromLine: { readonly take: (octets: Uint8Array) => Uint8Array; readonly rest: () => Uint8Array } | undefined;
  /** Of one that was there; 0: there was none. */
  fromLineOctets = 0;
  intakeStartedMs = 0;
  isChunked = false;
  /** What the last `BODY=` said; it counts for later messages, too. */
  body: MailParameters['body'];
  /** A subject is in the header as it came. */
  cameWithSubject = false;
  /** A Message-ID, likewise. */
  cameWithMessageId = false;
  /** The Message-ID is ours. */
  madeMessageId = false;
  /** Addresses in its headers may lack their domains. */
  completesHeaders: { readonly sender: boolean; readonly recipient: boolean };
  /** `control = debug`. */
  debugging: Debugging | undefined;
  /** `queue_only_load` was exceeded. */
  isOverloaded = false;
  /** What has been said is not to leave yet. */
  isKeepingBack = false;
  /** Ends the pause that an ACL makes. */
  pause: AbortController | undefined;
  /** Its name has been looked up, where the configuration wants it. */
  isNamed = false;
  /** A proxy has said who the client is. */
  isAnother = false;
  /** Nothing is logged of its coming and going. */
  isQuiet = false;
  submitter: Submitter;
  /** Somebody on this host. */
  local: LocalCaller | undefined;
  /** What is known of lists that never change; absent: none was asked. */
  lists: Map<string, boolean> | undefined;
  /** Live as long as what they stand for: what ACLs remember hangs on them. */
  readonly scopes: { connection: object; transaction: object; message: object; command: object };

  /** @param acls  runs those that expansions ask for */
  constructor(shared: Shared, connection: Connection, acls: (session: Session) => AclPort) {
    this.shared = shared;
    this.submitter = shared.ports.user ?? NOBODY;
    const { ports, options } = shared;
    this.facts = {
      connection,
      message: undefined,
      address: undefined,
      lookUpName: () => this.lookUpName(),
      primaryHostname: ports.primaryHostname,
      keepsBodyNewlines: options.flag('message_body_newlines'),
      hostText: shared.hostText,
    };
    this.controls = {
      isSingleLine: false,
      enforcesSync: connection.client !== undefined && options.flag('smtp_enforce_sync'),
      allowsUnadvertisedAuth: false,
      offersPipelining: true,
      isNew: false,
    };
    const isLocal = connection.source !== 'smtp'; // a caller on this host may leave its domain out
    this.takesUnqualified = { sender: isLocal, recipient: isLocal };
    this.completesHeaders = this.takesUnqualified;
    this.scopes = { connection, transaction: new Scope(), message: new Scope(), command: new Scope() };
    this.host = ports.world.hostFor(new SessionView(this, acls(this)));
  }

  get connection(): Connection {
    return this.facts.connection;
  }

  get message(): IncomingMessage | undefined {
    return this.facts.message;
  }

  /** What ACLs asked for of the message under way. */
  get messageControls(): MessageControls {
    this.controlsOfMessage ??= newMessageControls();
    return this.controlsOfMessage;
  }

  /** What was checked of it so far. */
  get checks(): CheckResults {
    this.checked ??= {};
    return this.checked;
  }

  get source(): Source {
    return this.connection.source;
  }

  /** An option's text as it comes to now; undefined where it is not set, or its expansion is forced to fail. */
  expanded(option: string): Later<Outcome | undefined> {
    return after(this.insisted(option), (outcome) => (outcome?.kind === 'forced-fail' ? undefined : outcome));
  }

  /** An option's text where a failure that is forced is one like any other; undefined where it is not set. */
  insisted(option: string): Later<Outcome | undefined> {
    return this.shared.options.expanded(option, this.host);
  }

  lookUpName(): Later<HostName> {
    return lookUpName(this);
  }

  /** A message has its id once its header is whole. */
  log(entry: LogEntry | undefined): void {
    this.tell(entry, this.intake?.intake.isInHeader === true ? undefined : this.knownId);
  }

  /** About a message that is too large, which has its id wherever that was seen. */
  logWithId(entry: LogEntry): void {
    this.tell(entry, this.knownId);
  }

  private tell(entry: LogEntry | undefined, id: string | undefined): void {
    if (entry === undefined || (this.isQuiet && entry.selector === 'smtp_connection')) return;
    this.shared.ports.log(entry, id);
    this.debugging?.logged(entry);
    this.local?.hear?.(entry, id);
  }

  private get knownId(): string | undefined {
    return this.message?.id ?? this.droppedId ?? this.connection.rehearsedId;
  }

  /** About a message that broke off, which has no id any more. */
  logWithoutId(entry: LogEntry | undefined): void {
    if (entry === undefined) return;
    this.shared.ports.log(entry);
    this.local?.hear?.(entry, undefined);
  }

  get logHost(): HostFacts {
    return hostFacts(this.connection);
  }

  /** `H=…` as ACLs put it before what they log. */
  hostAndIdent(): string {
    return hostAndIdent(this.connection, this.facts.hostText);
  }

  get logWho(): WhoFacts {
    return whoFacts(this.connection, this.message?.authenticatedSender);
  }

  get logFormat(): LogFormat {
    return this.shared.ports.logFormat;
  }

  /** Something is wrong with the configuration, or with us. */
  logTrouble(message: string): void {
    this.log(entry('trouble', { message }, message, MAIN_AND_PANIC));
  }

  /** An ACL has said `drop`: the connection ends behind the reply. */
  drop(): void {
    this.connection.notQuitReason = 'acl-drop';
    this.droppedId = this.message?.id;
  }

  /** Deviates from how a server should fail as Exim does, which ends the process. */
  die(): void {
    this.isDying = true;
  }

  /** The name we go by in this connection. */
  get activeHostname(): string {
    return this.connection.activeHostname ?? this.facts.primaryHostname;
  }

  /** The text of a field, or nothing. */
  fieldOf(name: string): string | undefined {
    const found = this.message?.headers.find(({ letter, text }) => letter !== '*' && isField(text, name));
    return found === undefined ? undefined : fieldValue(found.text);
  }

  now(): number {
    return this.shared.ports.clock.now().getTime();
  }

  /** 0 to 99, uniform. */
  lot(): number {
    return this.shared.ports.random.below(100);
  }

  /** It is somebody on this host who has come. */
  callFor(local: LocalCaller): void {
    this.local = local;
    this.submitter = local.submitter;
    this.connection.caller = local.submitter;
    this.controls.enforcesSync = false; // nobody waits for replies of a pipe
    if (!local.qualifies) this.completesHeaders = { sender: false, recipient: false };
  }

  /** XCLIENT has put somebody else in the place of the client: what was known of that one is no more. */
  becameAnother(): void {
    this.isAnother = true;
    this.isNamed = false;
    this.lists = undefined;
    this.scopes.connection = new Scope();
  }

  /** Behind a handshake the client is a stranger again (RFC 3207 §4.2). */
  forgetClient(): void {
    const { connection } = this;
    if (!this.shared.options.flag('tls_remember_esmtp')) connection.isExtended = undefined;
    connection.saidUtf8 = undefined;
    connection.helo = undefined;
    connection.heloVerified = undefined;
    connection.isNameUntold = undefined; // its name stays, and is told from now on
    connection.auth = undefined;
    this.respond = undefined;
    this.endMessage();
  }

  noteRecipients(): void {
    this.rawRecipients = (this.message?.recipients ?? []).map(({ address, said = address }) => said);
  }

  beginMessage(message: IncomingMessage): void {
    this.facts.message = message;
    message.queueName ??= this.queueName;
    this.delays.rcpt = undefined;
    this.controlsOfMessage = undefined;
    this.checked = undefined;
    this.scopes.message = message;
  }

  endMessage(): void {
    this.forgetMessage();
    this.connection.rcpts = noRcpts();
  }

  /** A MAIL came to nothing. */
  forgetMessage(): void {
    this.cutthrough.drop();
    forgetEarly(this.facts);
    this.facts.message = undefined;
    this.facts.address = undefined;
    this.controlsOfMessage = undefined;
    this.scopes.message = new Scope();
    this.scopes.transaction = new Scope();
    this.checked = undefined;
    this.hasTooMany = false;
    this.madeMessageId = false;
    this.brokenOff = undefined;
    this.fromLineOctets = 0;
  }
}

/** What was taken was not waited for. */
export function notePipelining(session: Session): void {
  if (session.hasMore && session.offersPipelining && session.controls.enforcesSync) session.hasPipelined = true;
}
