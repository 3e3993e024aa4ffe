/** What can happen to content while it is on its way: the driver that reads it makes an outcome of it. */

export type Trouble =
  /** headers_add, headers_remove or the like. */
  | { readonly kind: 'header'; readonly message: string }
  /** The spool does not give it. */
  | { readonly kind: 'body'; readonly message: string }
  | { readonly kind: 'filter'; readonly status: number }
  | { readonly kind: 'filter-timeout' }
  /** It ended well, and has not read all of the message. */
  | { readonly kind: 'filter-deaf' };

/** Thrown out of the content's stream: what follows of it would not be the message. */
export class ContentTrouble extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super('message' in trouble ? trouble.message : trouble.kind);
    this.name = 'ContentTrouble';
    this.trouble = trouble;
  }
}
