/** What verification is asked, and what a callout needs to know. */
import type { Result } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import type { CalloutOptions, VerifyAnswer, VerifyQuestion } from '../acl/index.ts';
import type { Configuration } from '../config/index.ts';
import type { ExpansionHost, Later } from '../expand/index.ts';
import type { NamesPort } from '../match/index.ts';
import type { Routed, RouteWorld } from '../route/index.ts';
import type { StoredMessage } from '../spool/index.ts';
import type { RunAs, TransportWorld } from '../transport/index.ts';
import type { CalloutCache } from './cache.ts';
import type { HeldLine } from './held-line.ts';

/** What transports ask of their surroundings; the session whose party asks answers expansions. */
export type CalloutWorld = Omit<TransportWorld, 'host'>;

export interface VerifierOptions {
  readonly configuration: Configuration;
  readonly resolver: () => Later<Result<Resolver, { readonly message: string }>>;
  /** The same with statuses of our own finding: DANE of hosts that are asked stands on what routing has found of them. */
  readonly validating?: VerifierOptions['resolver'];
  readonly names: Pick<NamesPort, 'addressesOf'>;
  readonly localAddresses: () => readonly string[];
  readonly searchDomains: () => Later<readonly string[]>;
  readonly ask?: RouteWorld['ask'];
  /** The network, opened when it is first wanted. Absent: hosts are not asked, and what routing says is enough. */
  readonly callouts?: () => Later<CalloutWorld | undefined>;
  readonly cache: CalloutCache;
  /** Mailboxes are looked at as their users; absent: this process's own user is all there is. */
  readonly runAs?: RunAs;
  readonly log?: RouteWorld['log'];
  /** What rules have made of addresses (`address_rewrite`). */
  readonly rewrote?: (line: string) => void;
  readonly doAs?: RouteWorld['doAs'];
}

/** Whose session asks. */
export interface VerifyParty {
  readonly host: ExpansionHost;
  /** The envelope sender. */
  readonly sender: string;
  readonly activeHostname: string;
  /** The message as far as it has come, as a transport looks at it. */
  readonly stored: () => StoredMessage;
  /** Absent: no connection outlives its callout. */
  readonly holder?: LineHolder;
  /** A host named in the configuration has no address. */
  readonly tellNoAddress?: RouteWorld['tellNoAddress'];
}

/** Keeps the connection of a callout that went well, for what comes behind it. */
export interface LineHolder {
  /** What is kept now. */
  held: HeldLine | undefined;
  /** The message is to go on while it is received (`control = cutthrough_delivery`). */
  cutsThrough: boolean;
  /** It is the message's first recipient who is asked for. */
  readonly isFirst: boolean;
  /** What is kept is of no use: its host is told so. */
  readonly drop: () => void;
}

export type Verify = (question: VerifyQuestion) => Later<VerifyAnswer>;

/** What a callout needs to know. */
export interface CalloutTask {
  readonly options: VerifierOptions;
  readonly party: VerifyParty;
  readonly question: VerifyQuestion;
  readonly callout: CalloutOptions;
  /** As it was asked for, and as routing has made it. */
  readonly given: string;
  readonly address: string;
  readonly routed: Routed;
}

/** In whose name; empty: the null path. */
export interface CalloutCall extends CalloutTask {
  readonly sender: string;
}
