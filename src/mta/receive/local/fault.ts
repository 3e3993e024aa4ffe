/** What can be wrong with a message of a local user. */
export type LocalFault =
  /** On the command line. */
  | { readonly kind: 'bad-argument'; readonly address: string; readonly why: string }
  | { readonly kind: 'too-many-recipients' }
  /** In the header (`-t`); the message goes on where it has other recipients. */
  | { readonly kind: 'bad-addresses'; readonly bad: readonly BadAddress[]; readonly areAll: boolean }
  /** None stands in the header, or none but those on the command line. */
  | { readonly kind: 'no-recipients'; readonly wereWithheld: boolean }
  | { readonly kind: 'too-big'; readonly limit: number }
  | { readonly kind: 'header-too-long'; readonly limit: number }
  | { readonly kind: 'header-line-too-long'; readonly limit: number }
  /** An ACL said no; without a text where it had none, or was wrong. */
  | { readonly kind: 'acl'; readonly text?: string }
  /** It could not be stored; it may be tried again. */
  | { readonly kind: 'unstored'; readonly text: string };

export interface BadAddress {
  /** The field from there on. */
  readonly text: string;
  readonly why: string;
}
