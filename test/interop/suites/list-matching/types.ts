/** A list and a subject. */

/** The condition of an ACL whose list it is. */
export type Condition = 'domains' | 'hosts' | 'local_parts' | 'recipients' | 'sender_domains' | 'senders';

export interface Pair {
  readonly condition: Condition;
  /** As written in a configuration. */
  readonly list: string;
  /** A domain, an address of a host, a local part, or a mail address. */
  readonly subject: string;
}

/** `yes` with the value and captures, `no`, or `defer` (nobody can say just now, or the list is wrong). */
export interface Said {
  readonly pair: Pair;
  readonly ours: string;
  readonly theirs: string;
}
