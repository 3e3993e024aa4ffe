/** An address to deliver to, or what else became of one: a leaf of the tree that routing grew. */
import { asciiLowerCase } from '../../../base/index.ts';
import type { Routed } from '../../route/index.ts';
import type { StoredRecipient } from '../../spool/index.ts';

export interface Target {
  readonly recipient: StoredRecipient;
  readonly routed: Routed;
  /** Of which it was made, the nearest first; the recipient's own is the last. */
  readonly parents: readonly Routed[];
}

/** Something comes of it itself, and not of its children alone. */
export const isLeaf = ({ outcome }: Routed): boolean => outcome.kind !== 'redirect';

/** A file, a command or a reply that redirection has named. */
export const isSpecial = ({ routed }: Target): boolean => routed.outcome.kind === 'special';

/** What two deliveries would have in common to be one and the same. */
export const uniqueOf = ({ routed }: Target): string => routed.unique;

/** The same, for a domain has no case. */
export function mailboxOf(unique: string): string {
  const at = unique.lastIndexOf('@');
  return unique.slice(0, at) + asciiLowerCase(unique.slice(at));
}

/** No redirection has made another of it, though copies of it may have gone elsewhere (`unseen`). */
export const isUnchanged = ({ routed, parents }: Target): boolean =>
  parents.every(({ address }) => address === routed.address);

/** The address as somebody sent to it: that of `one_time` redirection where there was one. */
export const originOf = ({ recipient, routed, parents }: Target): string =>
  routed.oneTimeParent ?? parents.at(-1)?.address ?? recipient.address;

/** With the address it was made of, also where a copy of itself has gone elsewhere. */
export const withParent = ({ routed, parents: [nearest] }: Target): string =>
  nearest === undefined ? routed.address : `${routed.address} <${nearest.address}>`;

/** By its name; undefined: none was chosen. */
export function transportOf({ routed: { outcome } }: Target): string | undefined {
  if (outcome.kind === 'special') return outcome.delivery.transport;
  return outcome.kind === 'accept' ? outcome.transport : undefined;
}
