/** The words of routing: what a router is given, what it can say, and what becomes of an address. */
import type { Result } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import type { Configuration, Driver } from '../config/index.ts';
import type { ExpansionHost, Later, Text } from '../expand/index.ts';
import type { LogName } from '../log/index.ts';
import type { NamesPort } from '../match/index.ts';
import type { DoAs } from './errands.ts';

/** Why an address is routed; routers may be left out by it. */
export type Purpose = 'deliver' | 'verify-sender' | 'verify-recipient' | 'address-test' | 'expn';

/** Variables of the address at hand; undefined: it says nothing of that one. */
export type AddressVariables = (name: string) => string | Text | undefined;

export interface RouteWorld {
  /** Nobody asks for the routers that an address met, but for the last: a list of 100,000 costs less so. */
  readonly keepsLastStep?: true;
  readonly configuration: Configuration;
  readonly purpose: Purpose;
  /** What expansions ask for an address: its own variables before those of the connection and of the message. */
  readonly host: (variables: AddressVariables) => ExpansionHost;
  /** The envelope sender, for `senders`; empty: a bounce. */
  readonly sender: string;
  /** The DNS, opened when it is asked. */
  readonly resolver: () => Later<Result<Resolver, { readonly message: string }>>;
  /** Hosts by name, as the system knows them. */
  readonly names: Pick<NamesPort, 'addressesOf'>;
  /** Addresses of this host's interfaces. */
  readonly localAddresses: () => readonly string[];
  /** Domains that the system's resolver appends to single names, its own first. */
  readonly searchDomains: () => Later<readonly string[]>;
  /** Recipients of redirection and addresses of errors_to, rewritten; absent: as they are. */
  readonly rewrite?: (address: string) => Later<string>;
  /** Asks a service over TCP or UDP (iplookup); undefined: no answer came. */
  readonly ask?: (question: ServiceQuestion) => Later<string | undefined>;
  /** Lines for the log: errors of configuration that routing meets. */
  readonly log?: (line: string, to: readonly LogName[]) => void;
  /** A host named in the configuration has no address. */
  readonly tellNoAddress?: (name: string) => void;
  /** A domain has become another, and header fields are to follow it. */
  readonly domainChanged?: (from: string, to: string) => void;
  /** Items of redirection that could not be read and were skipped (`syntax_errors_to`). */
  readonly complain?: (complaint: SyntaxComplaint) => Later<void>;
  /** Why an address that redirection has made is not routed now (`hold_domains`, its time); undefined: it is. */
  readonly waits?: (address: string) => Later<Deferred | undefined>;
  /** Done as another user: files that only he may see, programs. Absent: nobody can. */
  readonly doAs?: DoAs;
  /** Texts of debug_print. */
  readonly debug?: (text: string) => void;
  /** `ann@[192.0.2.1]` is an address, whatever allow_domain_literals says: where somebody tests addresses. */
  readonly allowsLiterals?: boolean;
  /** Hosts of equal standing are tried in turns; absent: the host's randomness. */
  readonly keepsOrder?: boolean;
}

/** An item that cannot be read. */
export interface SyntaxMistake {
  readonly problem: string;
  readonly item: string;
}

export interface SyntaxComplaint {
  readonly router: string;
  readonly to: string;
  readonly text?: string;
  readonly errors: readonly SyntaxMistake[];
  /** Other items were addresses. */
  readonly hasOthers: boolean;
}

export interface ServiceQuestion {
  readonly protocol: 'udp' | 'tcp';
  readonly address: string;
  readonly port: number;
  readonly query: string;
  readonly timeoutMs: number;
}

/** A host to deliver to; tried in the order of the list. */
export interface RoutedHost {
  readonly name: string;
  /** Absent where it was not found, or where the transport is local and the list only a text. */
  readonly address?: string;
  readonly port?: number;
  readonly mx?: number;
  /** The domain whose MX, SRV or address records led there; absent: it was named itself. */
  readonly nextHop?: string;
  /** Whether DNSSEC vouches for its addresses, and for the MX record that led there. */
  readonly dnssec?: boolean;
  /** It has no address that can be used, and why. */
  readonly unusable?: 'deferred' | 'failed' | 'insecure';
}

/** What is kept with an address and goes on to those made of it. */
export interface Propagated {
  readonly addressData?: Text;
  readonly domainData?: Text;
  readonly localPartData?: Text;
  /** Where bounces go, and the sender of the delivery; empty: nowhere. */
  readonly errorsTo?: string;
  /** Header lines, in the order in which they were added. */
  readonly headersAdd: readonly string[];
  /** Names, the last with `*` perhaps. */
  readonly headersRemove: readonly string[];
  /** `r_name`. */
  readonly variables: ReadonlyMap<string, Text>;
  readonly ignoresErrors?: boolean;
  /** Of `dsn_lasthop`. */
  readonly lastHop?: boolean;
}

/** Whom a delivery runs as, and where. */
export interface DeliveryFacts {
  readonly uid?: number;
  readonly gid?: number;
  /** With all groups of the user. */
  readonly initgroups?: boolean;
  /** Text to be expanded at delivery, unless it is expanded already. */
  readonly home?: { readonly text: Text; readonly expanded: boolean };
  readonly currentDirectory?: string;
}

/** An address on its way. */
export interface Item {
  address: string;
  /** Something of it was said from outside. */
  isTainted: boolean;
  /** What makes it one and the same delivery. */
  unique: string;
  /** Without quotes, its case kept; empty until it is split. */
  localPart: string;
  /** The local part as the last router that was tried saw it: in lower case perhaps, without affixes. */
  seen?: string;
  /** In lower case. */
  domain: string;
  parent: Item | undefined;
  /** The last router that handled it. */
  router: Driver | undefined;
  /** The first router that is to. */
  startAt: number;
  props: Propagated;
  /** A file, a command or a reply, which no router sees. */
  special?: SpecialDelivery;
  /** As it came, where percent_hack_domains has made another of it. */
  unfoldedFrom?: Item;
  /** `$self_hostname`. */
  selfHostname?: string;
  /** Its children are to take the place of this address (`one_time`). */
  oneTimeParent?: string;
  /** Bounces do not name it. */
  hidden?: boolean;
}

export interface SpecialDelivery {
  readonly kind: 'file' | 'directory' | 'pipe' | 'reply';
  /** Something of it was said from outside: such a name opens no file and starts no program (Exim 4.94 on). */
  readonly isTainted: boolean;
  /** Absent where there is none, and `problem` says why. */
  readonly transport?: string;
  readonly allowed: boolean;
  readonly problem?: string;
  readonly facts: DeliveryFacts;
}

/** What a driver says of an address. */
export type DriverVerdict =
  | Accepted
  | { readonly kind: 'children'; readonly items: readonly Item[] }
  | { readonly kind: 'rerouted'; readonly item: Item; readonly rewritesHeaders: boolean }
  | { readonly kind: 'discard'; readonly how: string }
  | ({ readonly kind: 'decline' } & Said)
  | { readonly kind: 'pass'; readonly message?: string }
  | Failed
  | Deferred;

/** What a router has to say of an address that it does not take. */
export interface Said {
  /** For the log. */
  readonly message?: string;
  /** May be told to the peer. */
  readonly userMessage?: string;
  /** The message stands in reports as well, though no client hears it. */
  readonly isReported?: true;
}

export interface Accepted {
  readonly kind: 'accept';
  readonly transport: Driver | undefined;
  readonly hosts: readonly RoutedHost[];
  readonly facts: DeliveryFacts;
  readonly props: Propagated;
}

export interface Failed {
  readonly kind: 'fail';
  readonly message: string;
  /** May be told to the peer. */
  readonly userMessage?: string;
  /** The message stands in reports as well, though no client hears it. */
  readonly isReported?: true;
  /** Addresses that redirection made before it failed. */
  readonly items?: readonly Item[];
}

export interface Deferred {
  readonly kind: 'defer';
  readonly message: string;
  readonly userMessage?: string;
  /** A number of `ERRNO` that says why, for the log and retry rules; absent: none does. */
  readonly errno?: number;
  /** Until an administrator has looked at it. */
  readonly freezes?: boolean;
  /** A lookup has no answer now, for this reason. */
  readonly lookup?: string;
}

/** One router and one address: what came of it, and why. */
export interface RouterStep {
  readonly router: string;
  readonly driver: string;
  readonly line: number;
  readonly result:
    | 'skipped'
    | 'declined'
    | 'passed'
    | 'accepted'
    | 'redirected'
    | 'rerouted'
    | 'discarded'
    | 'failed'
    | 'deferred';
  /** The precondition that failed, or the option that decided. */
  readonly option?: string;
  readonly reason?: string;
  /** What that option came to. */
  readonly value?: string;
}

export interface Routed {
  readonly address: string;
  /** Something of it was said from outside: its parts name no file (Exim 4.94 on). */
  readonly isTainted: boolean;
  readonly unique: string;
  readonly outcome: RoutedOutcome;
  readonly trail: readonly RouterStep[];
  readonly props: Propagated;
  /** The local part as the last router saw it: in lower case unless that is caseful, without affixes and quotes. */
  readonly localPart: string;
  readonly domain: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly oneTimeParent?: string;
  readonly hidden?: boolean;
}

/** What the options of the router that decided mean for what comes after. */
export interface RouterTraits {
  /** Absent where no router took the address. */
  readonly router?: string;
  /** Neither its errors nor deliveries are logged (`disable_logging`). */
  readonly logsNothing: boolean;
  /** Failures are remembered by address, and not by domain (`retry_use_local_part`). */
  readonly retriesByAddress: boolean;
}

export type RoutedOutcome =
  | AcceptedOutcome
  /** `unseen`: one copy was handled by the router, another goes on. */
  | {
      readonly kind: 'redirect';
      readonly router: string;
      readonly children: readonly Routed[];
      readonly unseen?: boolean;
    }
  | { readonly kind: 'special'; readonly delivery: SpecialDelivery; readonly router: string }
  | { readonly kind: 'discard'; readonly router: string; readonly how: string }
  | ({
      readonly kind: 'fail';
      readonly message: string;
      readonly userMessage?: string;
      /** Addresses that redirection made before it failed. */
      readonly children: readonly Routed[];
    } & RouterTraits)
  | ({
      readonly kind: 'defer';
      readonly message: string;
      readonly userMessage?: string;
      readonly errno?: number;
      readonly freezes: boolean;
    } & RouterTraits);

export interface AcceptedOutcome extends RouterTraits {
  readonly kind: 'accept';
  readonly router: string;
  readonly transport?: string;
  readonly hosts: readonly RoutedHost[];
  /** A list, to be expanded when it is needed. */
  readonly fallbackHosts?: string;
  readonly facts: DeliveryFacts;
  readonly logsAsLocal: boolean;
}
