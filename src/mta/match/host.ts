/** What matching a list may ask of its surroundings. */
import type { Failure, Later, ListKind, LookupPort, Text } from '../expand/index.ts';
import type { ItemMatch } from './verdict.ts';

export interface MatchHost {
  readonly primaryHostname: string;
  /** The addresses of this host's interfaces: `@[]`. */
  readonly localAddresses: () => readonly string[];
  /** The text of a named list of that kind, expanded; a string is not tainted. */
  readonly named: (name: string, kind: ListKind) => Later<string | Text | Failure> | undefined;
  /** What a named list has come to, by subject, where that is kept (`_cache`). */
  readonly memory?: (kind: ListKind, name: string) => Map<string, ItemMatch> | undefined;
  /** The items of a list kept in a file, comments and empty lines left out. */
  readonly readItems: (path: string, kind: ListKind) => Later<readonly string[] | Failure>;
  readonly lookups: LookupPort;
  readonly names: NamesPort;
  readonly note?: (note: ListNote) => void;
}

/**
 * What whoever keeps the log may want to know: a host in a list that has no address, an item that was passed as a
 * switch says, an unknown host that ended a list, something without an `@` that was looked for among addresses, an item that is
 * a look-up of no type there is, the name of no list there is, an item for which Exim ends, a partial look-up of whole addresses.
 */
export type ListNote =
  | { readonly kind: 'no-address'; readonly name: string }
  | { readonly kind: 'included'; readonly why: string; readonly by: string }
  | { readonly kind: 'ended'; readonly why: string }
  | { readonly kind: 'no-at'; readonly subject: string; readonly pattern: string }
  | { readonly kind: 'unknown-type'; readonly type: string; readonly item: string }
  | { readonly kind: 'unknown-list'; readonly message: string }
  | { readonly kind: 'fatal'; readonly message: string }
  | { readonly kind: 'partial-ignored'; readonly prefix: string; readonly item: string };

/** Names and addresses of hosts; `undefined` says that nobody can know just now. */
export interface NamesPort {
  readonly addressesOf: (name: string) => Later<readonly string[] | undefined>;
  /** The names of an address that lead back to it. */
  readonly namesOf: (address: string) => Later<readonly string[] | undefined>;
  /** The names an address claims, whether they lead back or not. */
  readonly claimedNames?: (address: string) => Later<readonly string[] | undefined>;
  /** Addresses by the DNS alone, whatever the system's table says. */
  readonly addressesInDns?: (name: string) => Later<readonly string[] | undefined>;
  readonly mailExchangers: (domain: string) => Later<readonly MailExchanger[] | undefined>;
}

export interface MailExchanger {
  readonly preference: number;
  readonly name: string;
  /** Absent: nobody can know just now. */
  readonly addresses?: readonly string[];
}

/** Told of every item and what it said, for an explanation. */
export type Observer = (item: string, said: 'match' | 'no-match' | 'defer', depth: number) => void;

export interface Question {
  readonly kind: ListKind;
  readonly subject: Text;
  readonly host: MatchHost;
  /** The name of a host, where it is known by one and none need be looked up. */
  readonly hostName?: string | undefined;
  /** Of the list: a file or a query in it is as tainted. Absent: it is not. */
  readonly origin?: ListOrigin | undefined;
  readonly observe?: Observer | undefined;
}

export type ListOrigin = Pick<Text, 'tainted' | 'quotedFor'>;

/** Matches against a list inside an item: domains behind `@`, addresses behind `ignore=`; named lists among them. */
export type MatchNested = (question: Question & { readonly list: string }) => Later<ItemMatch | Failure>;
