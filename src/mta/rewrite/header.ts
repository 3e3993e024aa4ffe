/** A header field of addresses, each of them rewritten where it stands (Exim spec §31.12). */
import { after, type Later } from '../expand/index.ts';
import { PLAIN_MAILBOX, readMailbox } from '../mailbox/index.ts';
import { itemsOfHeader } from './header-items.ts';
import { rewriteAddress } from './rewrite.ts';
import type { Place, RewriteWorld } from './types.ts';

/** The place of a field by its name; Resent- ones are as the others. Undefined: it holds no addresses that are rewritten. */
export function placeOfHeader(name: string): Place | undefined {
  const plain = name.toLowerCase().replace(/^resent-/, '');
  return HEADERS.has(plain) ? (plain as Place) : undefined;
}

const HEADERS: ReadonlySet<string> = new Set(['sender', 'from', 'to', 'cc', 'bcc', 'reply-to']);

/** Where a field's body stands. */
export interface FieldSpot {
  readonly place: Place;
  /** Octets before the body, in its first line. */
  readonly column: number;
}

/**
 * Behind an address that has become longer a line that is long ends, where more is to come; not behind one that a rule has
 * replaced with all that stands around it (flag `w`), a group's name and its end among it, as Exim has it.
 *
 * An address that is none stays as it is; where there are rules, the log has it.
 *
 * @param value  the field's body, folding and all
 * @param qualify  completes an address without a domain; undefined: it stays as it is, and is not rewritten
 * @returns the body; the same where nothing has changed
 */
export function rewriteHeader(
  value: string,
  { place, column }: FieldSpot,
  world: RewriteWorld,
  qualify?: (localPart: string) => string,
): Later<string> {
  const items = itemsOfHeader(value);
  const from = (index: number, done: string, at: number): Later<string> => {
    const item = items[index];
    if (item === undefined) return done + value.slice(at);
    const rest = value.slice(item.start, item.end);
    return after(rewriteItem(rest, place, world, qualify), ({ text, isWhole }) => {
      if (isWhole) return from(index + 1, done + value.slice(at, item.outer.start) + text, item.outer.end);
      const so = done + value.slice(at, item.start) + text;
      if (text.length <= rest.length || index + 1 === items.length) return from(index + 1, so, item.end);
      const next = item.end + BETWEEN.exec(value.slice(item.end))![0].length;
      return from(index + 1, folded(so + value.slice(item.end, next), column), next);
    });
  };
  return from(0, '', 0);
}

const BETWEEN = /^[,;\s]*/;

/** As Exim has it. */
const LONG_OCTETS = 40;

const folded = (done: string, column: number): string => {
  const line = done.lastIndexOf('\n');
  const length = line < 0 ? column + done.length : done.length - line - 1;
  return length > LONG_OCTETS ? `${done}\n\t` : done;
};

interface Rewritten {
  readonly text: string;
  /** A name and comments around the address are replaced as well. */
  readonly isWhole: boolean;
}

function rewriteItem(
  item: string,
  place: Place,
  world: RewriteWorld,
  qualify: ((localPart: string) => string) | undefined,
): Later<Rewritten> {
  const asItWas = { text: item, isWhole: false };
  const mailbox = readMailbox(item, { ...PLAIN_MAILBOX, literals: true });
  if (typeof mailbox === 'string') {
    if (mailbox !== 'empty address' && world.rules.length > 0) world.log?.(`rewrite: ${mailbox}`, 'malformed');
    return asItWas;
  }
  if (!mailbox.isQualified && qualify === undefined) return asItWas;
  const address = mailbox.isQualified ? mailbox.address : qualify!(mailbox.address);
  return after(rewriteAddress(address, place, world), ({ address: made, whole, changed }) => {
    if (whole !== undefined) return { text: whole, isWhole: true };
    if (!changed && mailbox.isQualified) return asItWas;
    return { text: item.slice(0, mailbox.start) + made + item.slice(mailbox.end), isWhole: false };
  });
}
