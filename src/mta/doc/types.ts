/** A word of the configuration language, as it is explained. */

export type WordKind =
  | 'option'
  | 'router driver'
  | 'transport driver'
  | 'authenticator driver'
  | 'ACL verb'
  | 'ACL condition'
  | 'ACL modifier'
  | 'ACL control'
  | 'expansion item'
  | 'expansion operator'
  | 'expansion condition'
  | 'variable'
  | 'lookup type'
  | 'event';

export interface Word {
  readonly name: string;
  readonly kind: WordKind;
  /** Of options `main`, `router`, `router/redirect`, …; of others their family: `driver`, `acl`, `expansion`, `lookup`, `event`. */
  readonly scope: string;
  /** What it belongs to among its like (`tls`, `queue`). */
  readonly group?: string;
  readonly doc: string;
  /** `works`, `planned`, or `never: …` with what to do instead. */
  readonly status: string;
  readonly aliases?: readonly string[];
  readonly type?: string;
  /** As `-bP` prints it; absent: unset, or none to have. */
  readonly default?: string;
  readonly expanded?: boolean;
  /** When it is expanded, where that is not at each use: `start`, `connection`, `message`, `recipient`, `delivery`. */
  readonly when?: string;
  /** It may be set several times. */
  readonly repeatable?: boolean;
  /** Of words of ACLs: the options that name the ACLs it may stand in; absent: any. */
  readonly where?: readonly string[];
  /** Of variables: its value comes from outside. */
  readonly tainted?: boolean;
  readonly keywords?: readonly string[];
}
