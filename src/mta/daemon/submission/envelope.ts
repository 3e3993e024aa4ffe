/** Who a submission is from and to whom it goes, as far as its command line says. */
import { type Configuration, mailboxOptions, mainValue } from '../../config/index.ts';
import { type ExpansionHost, parseCount } from '../../expand/index.ts';
import { itemEnd, nextItem, readMailbox } from '../../mailbox/index.ts';
import { type LocalFault, type LocalRecipient, UNQUALIFIED } from '../../receive/index.ts';
import type { SubmissionOrder } from '../../submission/index.ts';
import { type Caller, mayClaim } from './caller.ts';

export interface Sender {
  readonly address: string;
  /** It was given, and is taken. */
  readonly isGiven: boolean;
}

export const ownAddress = ({ login }: Caller, configuration: Configuration): string =>
  `${login}@${mainValue(configuration, 'qualify_domain')}`;

/** As claimed where that is allowed, else the caller's own address; a text says what is wrong with the claim. */
export async function senderOf(
  { sender }: SubmissionOrder,
  caller: Caller,
  configuration: Configuration,
  host: ExpansionHost,
): Promise<Sender | string> {
  const own = { address: ownAddress(caller, configuration), isGiven: false };
  if (sender === undefined) return own;
  const claimed = readSender(sender, configuration);
  if ('why' in claimed) return `bad -f address "${sender}": ${claimed.why}`;
  const { address } = claimed;
  const isAllowed = caller.isTrusted || (await mayClaim(address, caller, configuration, host));
  return isAllowed ? { address, isGiven: true } : own;
}

function readSender(
  text: string,
  configuration: Configuration,
): { readonly address: string } | { readonly why: string } {
  if (text === '') return { address: '' };
  const read = readMailbox(text, mailboxOptions(configuration));
  if (typeof read === 'string') return { why: read };
  return { address: read.isQualified ? read.address : `${read.address}@${mainValue(configuration, 'qualify_domain')}` };
}

/** Arguments are addresses as people write them, or lists of such with commas. */
export function recipientsOf(
  { recipients, qualifies = true, fromHeader }: SubmissionOrder,
  configuration: Configuration,
): readonly LocalRecipient[] | LocalFault {
  const options = { ...mailboxOptions(configuration), literals: true }; // refused of senders alone
  const most = fromHeader ? 0 : recipientLimit(configuration);
  const found: LocalRecipient[] = [];
  for (const item of recipients.flatMap(itemsOf)) {
    const read = readMailbox(item, options);
    if (typeof read === 'string') return { kind: 'bad-argument', address: item, why: read };
    if (!read.isQualified && !qualifies) return { kind: 'bad-argument', address: item, why: UNQUALIFIED };
    const { address } = read;
    found.push(
      read.isQualified
        ? { address }
        : { address: `${address}@${mainValue(configuration, 'qualify_recipient')}`, said: address },
    );
    if (most > 0 && found.length > most) return { kind: 'too-many-recipients' };
  }
  return found;
}

function itemsOf(argument: string): readonly string[] {
  const items: string[] = [];
  for (let at = nextItem(argument, 0); at < argument.length; ) {
    const end = itemEnd(argument, at);
    items.push(argument.slice(at, end).trim());
    at = nextItem(argument, end);
  }
  return items;
}

/** `recipients_max`, where it is a number as it stands; 0: no limit. What is expanded for it is there once a message is under way. */
export function recipientLimit(configuration: Configuration): number {
  const limit = parseCount(String(mainValue(configuration, 'recipients_max')));
  return typeof limit === 'number' ? limit : 0;
}
