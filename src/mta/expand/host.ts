/**
 * What an expansion may ask of its surroundings. Expansions need lists, lookups and ACLs, and all of those need
 * expansions: so the questions are declared here, and who runs an expansion (the daemon, a command, a test) answers them.
 */
import type { Clock, Random } from '../../base/index.ts';
import type { Failure, Later, Outcome, Text } from './outcome.ts';

export interface ExpansionHost {
  readonly clock: Clock;
  readonly random: Random;
  /**
   * The value of a variable as it stands now; undefined: it has none, and is the empty string. A plain string is as tainted
   * as the variable's row says, a text as it says itself.
   */
  readonly variable: (name: string) => Later<string | Text | undefined>;
  readonly headers: HeaderPort;
  readonly lists: ListPort;
  readonly lookups: LookupPort;
  readonly acls: AclPort;
  readonly system: SystemPort;
  /** Results of checks as an Authentication-Results field has them behind its first name; absent: nothing was checked. */
  readonly checks?: () => Later<string>;
  /** `$0`, `$1`, … as they stand before an expansion; none when absent. */
  readonly captures?: () => readonly Text[];
  /** `strict_acl_vars`: a variable of ACLs that nobody has set is unknown, and not empty. */
  readonly strictAclVariables?: boolean;
  /** The status of the last `${run`, kept from one expansion to the next. */
  readonly lastRun?: { status: number };
  /** `$prvscheck_result` as the last `prvscheck` left it. */
  readonly lastCheck?: { result: string };
  /** `$srs_recipient` as the last `inbound_srs` left it: a router's condition finds it for its data. */
  readonly lastSrs?: { recipient?: Text | undefined };
  /** Calls a function for `dlfunc`; absent: there is no folder of them. */
  readonly functions?: (file: string, name: string, args: readonly Text[]) => Later<Outcome>;
}

/** The header fields of the message at hand; without a message every header is empty, and absent. */
export interface HeaderPort {
  readonly insert: (name: string, form: HeaderForm) => Later<Outcome>;
  readonly has: (name: string) => boolean;
}

/** Decoded and converted (`$h_`), as it came (`$rh_`), decoded only (`$bh_`), as a list (`$lh_`). */
export type HeaderForm = 'decoded' | 'raw' | 'unconverted' | 'list';

/** A subject against a list; `value` is what `$value` holds in the yes branch. */
export interface ListPort {
  /** @param hostName  of a host that is known by one, such as a mail server to deliver to: none is looked up */
  readonly match: (kind: ListKind, subject: Text, list: Text, hostName?: string) => Later<ListMatch | Failure>;
  /** The text of a named list, as it was written; undefined: there is no such list. */
  readonly named: (name: string, kind?: ListKind) => string | undefined;
}

/** `word`: of names, as those of authenticators and cipher suites: no case, and no named lists in it. */
export type ListKind = 'domain' | 'host' | 'address' | 'local-part' | 'ip' | 'word';

export interface ListMatch {
  readonly matched: boolean;
  /** What `$value` is then: the item, or what a lookup found. Without a match: what the last item left behind. */
  readonly value?: Text | undefined;
  /** `$0`, `$1`, … of a pattern, an asterisk or a partial lookup. */
  readonly captures?: readonly Text[] | undefined;
}

export interface LookupPort {
  /** How a lookup type is asked: by one key in a file, by a query, or not at all. */
  readonly style: (type: string) => 'single-key' | 'query' | undefined;
  /** What a type is as written, decorations and options included; a failure says in Exim's words what is wrong with it. */
  readonly kind: (written: string) => LookupKind | Failure;
  readonly find: (question: LookupQuestion) => Later<LookupAnswer | Failure>;
  /** `quote_TYPE`; undefined: the type has no quoting of its own and the text stays. */
  readonly quote: (type: string, text: string, option?: string) => string | undefined;
}

export interface LookupKind {
  readonly name: string;
  readonly style: 'single-key' | 'query';
  readonly partial: boolean;
}

export interface LookupQuestion {
  /** As written, decorations and options included: `partial-lsearch*@,ret=key`. */
  readonly type: string;
  readonly key?: Text;
  /** The file of a single-key lookup, the query of a query-style one. */
  readonly source: Text;
  /** So many lookups this one stands in; none when absent. */
  readonly depth?: number;
}

export type LookupAnswer =
  | {
      readonly kind: 'found';
      readonly value: Text;
      /** After a partial match: what its `*` stood for, and the rest; as tainted as the key. */
      readonly wild?: string;
      readonly fixed?: string;
      readonly origin?: LookupOrigin;
    }
  | { readonly kind: 'not-found'; readonly origin?: LookupOrigin };

/** For who wants to know where an answer came from. */
export interface LookupOrigin {
  readonly cached: boolean;
  readonly server?: string;
  /** `$lookup_dnssec_authenticated`: an answer of the DNS, and DNSSEC vouches for it, or does not. */
  readonly authenticated?: boolean;
  /** `$ldap_dn`. */
  readonly distinguishedName?: string;
}

export interface AclPort {
  readonly run: (name: Text, args: readonly Text[]) => Later<AclAnswer>;
}

export interface AclAnswer {
  readonly outcome: 'accept' | 'deny' | 'defer' | 'discard' | 'drop' | 'error';
  readonly message?: Text;
}

/** Files, programs, sockets and the environment, bounded in time and size by whoever supplies them. */
export interface SystemPort {
  readonly environment: (name: string) => string | undefined;
  readonly readFile: (path: string) => Later<Text | Failure>;
  readonly stat: (path: string) => Later<FileFacts | Failure>;
  readonly run: (command: readonly string[]) => Later<RunAnswer | Failure>;
  readonly readSocket: (question: SocketQuestion) => Later<Text | Failure>;
}

export interface FileFacts {
  readonly mode: number;
  readonly inode: number;
  readonly device: number;
  readonly links: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly accessedSeconds: number;
  readonly modifiedSeconds: number;
  readonly changedSeconds: number;
}

export interface RunAnswer {
  readonly status: number;
  readonly output: string;
}

export interface SocketQuestion {
  readonly where: string;
  readonly request: string;
  readonly timeoutMs: number;
  readonly shutdown: boolean;
  readonly tls: boolean;
  readonly sni?: string;
  /** The answer is no text, which would end at its first zero octet. */
  readonly octets?: boolean;
}
