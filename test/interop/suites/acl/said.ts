/** What a side says to a dialogue. */
export interface Said {
  /** Of the command that the ACL decides on, its lines with LF between them. */
  readonly reply: string;
  readonly logs: readonly string[];
}
