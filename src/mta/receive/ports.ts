/** What reception asks of its surroundings; the daemon, a command and tests supply it. */
import type { Duplex } from 'node:stream';
import type { Clock, Random } from '../../base/index.ts';
import type { AclServices, AclVerdict } from '../acl/index.ts';
import type { LocalConnector } from '../auth/index.ts';
import type { AclPhase, Configuration } from '../config/index.ts';
import type { TellEvent } from '../event/index.ts';
import type { Later } from '../expand/index.ts';
import type { HostConfiguration, World } from '../host/index.ts';
import type { DebugFile, LogEntry, LogFormat, LogSpace, LogTrouble } from '../log/index.ts';
import type { NamesPort } from '../match/index.ts';
import type { MessageIds } from '../message-id/index.ts';
import type { IdentAnswer, IdentQuestion } from '../names/index.ts';
import type { Scanners } from '../scan/index.ts';
import type { FirstClaim, Spool, Submitter } from '../spool/index.ts';
import type { ServerTls } from '../tls/index.ts';
import type { Verify, VerifyParty } from '../verify/index.ts';

export interface ReceptionPorts {
  readonly configuration: Configuration;
  readonly hostConfiguration: HostConfiguration;
  /** Expansions, lists and lookups of the configuration. */
  readonly world: World;
  readonly clock: Clock;
  readonly random: Random;
  readonly names: NamesPort;
  /** Who has opened a connection, by the client's own host (RFC 1413); absent: nobody is asked. */
  readonly identify?: (question: IdentQuestion) => Later<IdentAnswer>;
  readonly primaryHostname: string;
  /** As whom we run, who is the one to hand in what comes by SMTP; absent in a rehearsal. */
  readonly user?: Submitter;
  readonly logFormat: LogFormat;
  /** @param messageId  what the line is about; absent: no message */
  readonly log: (entry: LogEntry, messageId?: string) => void;
  /** A handshake with a client, by its version; undefined: it came to nothing. Absent: nobody counts them. */
  readonly handshake?: (version: string | undefined) => void;
  /** A message was stored, which took so many seconds. Absent: nobody counts them. */
  readonly committed?: (seconds: number) => void;
  /** The stream of events; absent: nobody reads it. */
  readonly tellEvent?: TellEvent;
  /** Resolves when what was logged is written: undefined, or why it is not. Absent: nobody need wait. */
  readonly logWritten?: () => Promise<LogTrouble | undefined>;
  /** Room for the log; undefined, or absent: it is not looked at. */
  readonly logSpace?: () => Later<LogSpace | undefined>;
  /** Opens the file of `control = debug` for this tag. */
  readonly openDebug?: (tag: string) => DebugFile | undefined;
  /** A line for the message's own log. */
  readonly messageLog?: (messageId: string, text: string) => void;
  readonly ids: MessageIds;
  readonly spool: Spool;
  /** What conditions of ACLs ask beside the session: the DNS, hints, scanners, pauses. */
  readonly services: AclServices;
  /** Absent: nobody looks for malware and spam. */
  readonly scanners?: Scanners;
  /** Told of every ACL that was run, with what it came to. */
  readonly observe?: (decision: Decision) => void;
  /** Streams to sockets of this host, for authenticators that ask another program. */
  readonly connectLocal?: LocalConnector;
  /** Addresses verified by routing, and by callouts; absent: no address can be. */
  readonly verifier?: (party: VerifyParty) => Verify;
  /** Absent: STARTTLS is told as the configuration has it, and is not to be had. */
  readonly tls?: ServerTls;
  /** Hands in a mail of our own; the answer is whether it is on its way. */
  readonly sendOwn?: (mail: OwnMail) => Promise<boolean>;
  /** `ETRN`: starts what it asks for. */
  readonly runQueue?: (argument: string) => Promise<unknown>;
  /** `ATRN`: gives the client what waits for these domains, over its own connection; resolves when that is over. */
  readonly relay?: (line: TurnedLine) => Promise<void>;
  /** Runs a program to its end, without a shell (`smtp_etrn_command`); @returns why it could not be started */
  readonly runProgram?: (words: readonly string[]) => Promise<string | undefined>;
  /** A connection has ended, and nothing of it is left. */
  readonly left?: () => void;
  /** One that comes now is tried here at once: it is stored with a claim for so long. Absent, or undefined: it is not. */
  readonly firstLeaseMs?: () => number | undefined;
  /** A message was stored, and is to be delivered at once, or only routed, or to wait in the queue. */
  readonly stored?: (id: string, immediacy: 'at-once' | 'routed' | 'queued', claim: FirstClaim | undefined) => void;
  /** Of the system, in the last minute (`queue_only_load`). */
  readonly load?: () => number;
  /** Nothing is stored, and nothing waits (`-bh`). */
  readonly isRehearsal: boolean;
}

/** A connection whose client has become the server (RFC 2645). */
export interface TurnedLine {
  readonly stream: Duplex;
  readonly client: { readonly address: string; readonly port: number };
  /** In lower case. */
  readonly domains: readonly string[];
}

/** A mail this host writes, such as a report. */
export interface OwnMail {
  /** Empty for the null path. */
  readonly sender: string;
  readonly recipients: readonly string[];
  /** The message on whose account it is written. */
  readonly reference?: string;
  /** Octets, lines ending in LF. */
  readonly text: string;
}

/** An ACL that was run, where, and about what. */
export interface Decision {
  readonly phase: AclPhase;
  /** The option's value. */
  readonly acl: string;
  /** The command it was run for. */
  readonly command?: string;
  readonly verdict: AclVerdict;
}
