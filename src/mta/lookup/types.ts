/** The words of lookups: what a driver is asked and answers, and what it may ask of its surroundings. */
import type { Clock, Result } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import type { Failure, Later, LookupPort, Outcome } from '../expand/index.ts';

/** `single-key`: one key in what a file or a directory holds. `query`: anything else. */
export type LookupStyle = 'single-key' | 'query';

/** One type of lookup: a row of the registry, a file of its own in `drivers/`. */
export interface LookupDriver {
  /** As written in a configuration. */
  readonly name: string;
  readonly style: LookupStyle;
  /** It looks in files of this host, which are opened as whoever this process is. */
  readonly inFiles?: true;
  /** One paragraph of our own. */
  readonly doc: string;
  /** The main option that says who is asked: a list of servers, or a file. */
  readonly option?: string;
  /** A condition asks it; no lookup of a configuration has this type. */
  readonly ofCondition?: boolean;
  /** Its own answers are remembered by the driver, who knows when they are old (a file in memory). */
  readonly remembers?: boolean;
  /**
   * One question; a driver asked for a decorated type is asked once for each key on the way.
   *
   * @returns a `failed` where there is nothing to ask (a file that cannot be opened, a mistake in the configuration); a
   *   `deferred` where the answer is not known now, its message without `lookup of … gave DEFER`
   */
  readonly find: (question: DriverQuestion, ports: LookupPorts) => Later<DriverAnswer>;
  /** Ends connections. */
  readonly close?: () => Later<void>;
}

export interface DriverQuestion {
  /** The key, or the query; octets, one a character. */
  readonly key: string;
  /** The file, directory or address a single-key type looks in; empty for a query. */
  readonly source: string;
  /** What stands behind commas in the type: `ret=full`, `servers=a/b`; those that are the framework's own are not here. */
  readonly options: readonly string[];
  /** So many lookups this one stands in: a key of wildlsearch may be one. */
  readonly depth: number;
  /** The same for all keys that one lookup tries, and for no other lookup: a file looked at once in a turn need not be again. */
  readonly turn: number;
}

export type DriverAnswer =
  | {
      readonly kind: 'found';
      readonly text: string;
      /** Who answered, where there is more than one who could: `192.0.2.1:6379`. */
      readonly server?: string;
      /** The DNS answered, and DNSSEC vouches for it, or does not. */
      readonly authenticated?: boolean;
      /** The distinguished name of the last entry of a directory. */
      readonly distinguishedName?: string;
      /** How long it may be remembered; 0: not at all; absent: until `forget`. */
      readonly keepSeconds?: number;
    }
  | {
      readonly kind: 'not-found';
      readonly server?: string;
      readonly authenticated?: boolean;
      readonly keepSeconds?: number;
    }
  | Failure;

/** What drivers may ask; who makes the lookups supplies it. */
export interface LookupPorts {
  readonly clock: Clock;
  /** The DNS, asked for when it is needed. */
  readonly resolver: () => Later<Result<Resolver, { readonly message: string }>>;
  /** A main option of the configuration, expanded where Exim expands it: `mysql_servers`; undefined: not set. */
  readonly option: (name: string) => Later<string | undefined>;
  /** Expands a text found in a file (keys of wildlsearch). */
  readonly expand: (text: string) => Later<Outcome>;
  /** Lookups themselves: a key of wildlsearch may be one. */
  readonly lookups: () => LookupPort;
  readonly signal?: AbortSignal;
}
