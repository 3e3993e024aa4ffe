/** What an ACL runs with, and what it comes to. */

import type { AclPhase, Configuration, Place } from '../config/index.ts';
import type { ExpansionHost, Text } from '../expand/index.ts';
import type { Facts } from '../facts/index.ts';
import type { CutthroughControl } from './cutthrough-control.ts';
import type { AclServices } from './services.ts';

/** `unknown`: no phase of a session, as when an expansion on the command line calls an ACL. */
export type AclSite = AclPhase | 'unknown';

export interface AclWorld {
  readonly configuration: Configuration;
  readonly phase: AclSite;
  readonly facts: Facts;
  readonly host: ExpansionHost;
  readonly services: AclServices;
  /** Another one for each message and what is said before it; absent: the message, or the connection. */
  readonly transaction?: object;
  /** Lines for the log in their order with what others write there; absent: they are among the effects. */
  readonly log?: (line: AclEffect) => void;
  /** Steps are kept in the verdict's trail. */
  readonly traced?: boolean;
}

export type AclOutcome = 'accept' | 'deny' | 'defer' | 'discard' | 'drop' | 'error';

export interface AclVerdict {
  readonly outcome: AclOutcome;
  /** For the client, as `message` gave it: perhaps with a code before it (`readReply`), perhaps of several lines. */
  readonly message?: Text;
  readonly logMessage?: string;
  /** A sender that could not be verified: details for the answer and for the log. */
  readonly senderFailure?: SenderFailure;
  /** In the order they were asked for, for the caller to apply; `set` has been applied. */
  readonly effects: readonly AclEffect[];
  readonly trail: readonly AclStep[];
}

export interface SenderFailure {
  readonly address: string;
  readonly came: 'fail' | 'defer';
  readonly message?: string;
  readonly userMessage?: string;
  /** The client is not to be told (`no_details`). */
  readonly untold: boolean;
  /** What the host of the sender takes not even. */
  readonly refuses?: 'bounces' | 'postmaster';
}

export type LogName = 'main' | 'reject' | 'panic';

export type HeaderPosition = 'end' | 'start' | 'start-rfc' | 'after-received';

export type AclEffect =
  /** `isRaw`: octets above 127 stay as they are, whatever the configuration says. */
  | {
      readonly kind: 'log';
      readonly logs: readonly LogName[];
      readonly text: string;
      readonly isRaw?: true;
      /** Written only where that is selected. */
      readonly selector?: 'acl_warn_skipped';
    }
  | { readonly kind: 'reject-target'; readonly logs: readonly LogName[] }
  /** A whole field with its line end. */
  | { readonly kind: 'add-header'; readonly position: HeaderPosition; readonly text: string }
  /** A list of names and `^` patterns, as written: later lists go on where earlier ones end. */
  | { readonly kind: 'remove-header'; readonly names: string }
  | { readonly kind: 'queue'; readonly name: string }
  | { readonly kind: 'control'; readonly control: AclControl };

/** What `control =` asks for, its options read. */
export type AclControl =
  | { readonly name: 'allow_auth_unadvertised' | 'caseful_local_part' | 'caselower_local_part' }
  | { readonly name: 'dkim_disable_verify' | 'dmarc_disable_verify' | 'dmarc_enable_forensic' | 'dscp' }
  | { readonly name: 'enforce_sync' | 'no_enforce_sync' | 'no_callout_flush' | 'no_delay_flush' }
  | { readonly name: 'no_mbox_unspool' | 'no_multiline_responses' | 'no_pipelining' | 'suppress_local_fixups' }
  | CutthroughControl
  | { readonly name: 'debug'; readonly debug: DebugControl }
  | { readonly name: 'fakedefer' | 'fakereject'; readonly text: string }
  | { readonly name: 'freeze'; readonly tell: boolean }
  | { readonly name: 'queue'; readonly firstPassRoute: boolean }
  | { readonly name: 'submission'; readonly submission: SubmissionControl }
  | { readonly name: 'utf8_downconvert'; readonly when: 'always' | 'never' | 'needed' }
  | { readonly name: 'wellknown'; readonly file: string };

export interface DebugControl {
  readonly tag?: string;
  readonly options?: string;
  readonly pretriggerBytes?: number;
  readonly trigger?: 'now' | 'paniclog';
  readonly stop: boolean;
  readonly kill: boolean;
}

export interface SubmissionControl {
  readonly retainSender: boolean;
  /** Empty: the domain of the authenticated id. */
  readonly domain?: string;
  /** As it stands in an address. */
  readonly fullName?: string;
}

/** What a statement, or one of its clauses, came to. */
export type Came = 'ok' | 'fail' | 'drop' | 'discard' | 'defer' | 'error';

/** A statement that was processed. */
export interface AclStep {
  /** `ACL "check_rcpt"`, or `inline ACL`. */
  readonly acl: string;
  readonly verb: string;
  readonly place: Place;
  readonly clauses: readonly AclClauseStep[];
  readonly came: Came;
}

export interface AclClauseStep {
  readonly name: string;
  readonly negated: boolean;
  readonly variable?: string;
  /** As written. */
  readonly argument: string;
  /** Expanded, where it says something else then. */
  readonly value?: string;
  readonly place: Place;
  /** Absent for what is looked at later: message, log_message, endpass. */
  readonly came?: Came;
  readonly notes: readonly string[];
  /** Of an ACL that it called. */
  readonly steps: readonly AclStep[];
}
