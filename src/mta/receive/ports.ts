/** What reception asks of its surroundings; the daemon, a command and tests supply it. */
import type { Clock, Random } from '../../base/index.ts';
import type { Answer, QuestionOf } from '../../core/smtp/index.ts';
import type { AclServices, AclVerdict } from '../acl/index.ts';
import type { AclPhase, Configuration } from '../config/index.ts';
import type { ExpansionHost, Later } from '../expand/index.ts';
import type { Facts } from '../facts/index.ts';
import type { HostConfiguration, World } from '../host/index.ts';
import type { LogEntry, LogFormat } from '../log/index.ts';
import type { NamesPort } from '../match/index.ts';
import type { MessageIds } from '../message-id/index.ts';
import type { Spool } from '../spool/index.ts';

export interface ReceptionPorts {
  readonly configuration: Configuration;
  readonly hostConfiguration: HostConfiguration;
  /** Expansions, lists and lookups of the configuration. */
  readonly world: World;
  readonly clock: Clock;
  readonly random: Random;
  readonly names: NamesPort;
  readonly primaryHostname: string;
  readonly logFormat: LogFormat;
  /** @param messageId  what the line is about; absent: no message */
  readonly log: (entry: LogEntry, messageId?: string) => void;
  readonly ids: MessageIds;
  readonly spool: Spool;
  /** What conditions of ACLs ask beside the session: the DNS, hints, scanners, pauses. */
  readonly services: AclServices;
  /** Told of every ACL that was run, with what it came to. */
  readonly observe?: (decision: Decision) => void;
  /** Who may authenticate, and how; absent: nobody. */
  readonly auth?: AuthPort;
  /** There is a certificate, and STARTTLS can be offered. */
  readonly offersTls: boolean;
  /** `ETRN`: starts what it asks for. */
  readonly runQueue?: (argument: string) => void;
  /** A connection has ended, and nothing of it is left. */
  readonly left?: () => void;
  /** A message was stored. */
  readonly stored?: (id: string) => void;
  /** Nothing is stored, and nothing waits (`-bh`). */
  readonly isRehearsal: boolean;
}

/** Who authenticates, as far as it matters. */
export interface AuthParty {
  readonly facts: Facts;
  readonly host: ExpansionHost;
  readonly log: (entry: LogEntry) => void;
}

export interface AuthPort {
  /** Public names of the mechanisms that this client is to see. */
  readonly advertised: (party: AuthParty) => Later<readonly string[]>;
  readonly begin: (party: AuthParty, question: QuestionOf<'auth'>) => Later<Answer>;
  readonly respond: (party: AuthParty, question: QuestionOf<'auth-response'>) => Later<Answer>;
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
