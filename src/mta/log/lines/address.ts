/** The address of a delivery: the final one, those in between, the original one. */

export interface AddressFacts {
  /** Final: an address, `|command`, `/path`, `>reply`; a local part where the router has `log_as_local`. */
  readonly final: string;
  /** A pipe, a file or a reply, which stand for themselves. */
  readonly special?: boolean;
  /** Only the local part is shown (`log_as_local` and a local transport). */
  readonly asLocal?: boolean;
  /** From the final one upwards, the original one last; empty for an original address. */
  readonly parents: readonly string[];
  /** The original one of an address from a `one_time` redirection. */
  readonly oneTimeParent?: string;
}

/**
 * The original address is added in angle brackets where it differs from the final one, and where only part of the final one
 * is shown; those in between in parentheses under all_parents, and the nearest for pipes, files and replies.
 */
export function addressText(address: AddressFacts, allParents: boolean): string {
  const top = address.parents.at(-1) ?? address.final;
  return shownFinal(address) + between(address, allParents) + original(address, top, allParents);
}

const shownFinal = ({ final, special, asLocal }: AddressFacts): string =>
  asLocal === true && special !== true ? localPart(final) : final;

function between({ parents, special }: AddressFacts, allParents: boolean): string {
  const middle = parents.slice(0, -1);
  if (middle.length === 0 || (!allParents && special !== true)) return '';
  return ` (${allParents ? middle.join(', ') : middle[0]})`;
}

function original(address: AddressFacts, top: string, allParents: boolean): string {
  const isWhole = address.special !== true && address.asLocal !== true;
  const hasMiddle = allParents && address.parents.length > 1;
  if (isWhole && !hasMiddle && address.oneTimeParent === undefined && sameMailbox(address.final, top)) return '';
  return ` <${address.oneTimeParent ?? top}>`;
}

/** Case counts in local parts alone. */
const sameMailbox = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase() && localPart(one) === localPart(other);

const localPart = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at);
};
