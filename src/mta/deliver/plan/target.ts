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

/** A file that redirection has named, and that keeps nothing. */
export const goesNowhere = (target: Target): boolean => isSpecial(target) && target.routed.address === '/dev/null';

/**
 * What two deliveries would have in common to be one and the same, and what the spool knows it by. An address that was made
 * of itself (`ann: ann, bob`), or that goes on behind a copy (`unseen`), is another than the one that it was made of, which is
 * not done before all of them are: Exim tells them apart by the transport, too.
 */
export function uniqueOf(target: Target): string {
  const { unique } = target.routed;
  if (!isHomonym(target)) return unique;
  const own = `${unique}/${transportOf(target) ?? ''}`;
  return target.parents.some((parent) => copyOf(parent) === own) ? `${own}/` : own;
}

const isHomonym = ({ routed, parents }: Target): boolean =>
  parents.some((parent) => mailboxOf(parent.unique) === mailboxOf(routed.unique));

/** The copy on the side goes by the router's name, which may be that of a transport. */
const copyOf = (parent: Routed): string | undefined =>
  isCopied(parent) ? `${parent.unique}/${routerOf(parent)}` : undefined;

/** The same, for a domain has no case. */
export function mailboxOf(unique: string): string {
  const at = unique.lastIndexOf('@');
  return unique.slice(0, at) + asciiLowerCase(unique.slice(at));
}

/** No redirection has taken its place, though copies of it may have gone elsewhere (`unseen`). */
export const isUnchanged = ({ parents }: Target): boolean => parents.every(isCopied);

/** It goes on, and a router has had a copy of it (`unseen`). */
export const isCopied = ({ outcome }: Routed): boolean => outcome.kind === 'redirect' && outcome.unseen === true;

/**
 * By how many routings it came to be. What a router has of an address that goes on is the address as that router had it,
 * and no further one.
 */
export function depthOf({ routed, parents }: Pick<Target, 'routed' | 'parents'>): number {
  const below = [routed, ...parents];
  return parents.filter((parent, index) => !(isCopied(parent) && routerOf(parent) === routerOf(below[index]!))).length;
}

const routerOf = ({ outcome }: Routed): string | undefined => ('router' in outcome ? outcome.router : undefined);

/** The address as somebody sent to it: that of `one_time` redirection where there was one. */
export const originOf = ({ recipient, routed, parents }: Target): string =>
  routed.oneTimeParent ?? parents.at(-1)?.address ?? recipient.address;

/** The recipient it was made of now, though that may have taken the place of another before (`one_time`). */
export const topOf = ({ recipient, parents }: Target): string => parents.at(-1)?.address ?? recipient.address;

/** What reports say it was generated from; itself where this attempt has made it of nothing. */
export const sourceOf = ({ routed, parents }: Target): string => {
  const top = parents.at(-1);
  return top === undefined ? routed.address : (top.oneTimeParent ?? top.address);
};

/** With the address it was made of, also where a copy of itself has gone elsewhere. */
export const withParent = ({ routed, parents: [nearest] }: Target): string =>
  nearest === undefined ? routed.address : `${routed.address} <${nearest.address}>`;

/** By its name; undefined: none was chosen. */
export function transportOf({ routed: { outcome } }: Target): string | undefined {
  if (outcome.kind === 'special') return outcome.delivery.transport;
  return outcome.kind === 'accept' ? outcome.transport : undefined;
}
