/** What variables say of a delivery: of its recipients, its routers and its transport. */
import { clean, type Text, textOf } from '../expand/index.ts';
import type { AddressVariables } from '../route/index.ts';
import type { Delivery, DeliveryRecipient } from './types.ts';

/**
 * `$local_part` and its kin are known for one recipient; for several, `$domain` is where all share it (Exim spec ch. 26).
 *
 * @param more  what is known beside: `$home`, `$return_path`, `$inode`, …; it goes first
 */
export function deliveryVariables(delivery: Delivery, more: AddressVariables = NONE): AddressVariables {
  return (name) => more(name) ?? ofDelivery(name, delivery);
}

const NONE: AddressVariables = () => undefined;

const outside = (text: string | undefined): Text | undefined => (text === undefined ? undefined : textOf(text, true));

function ofDelivery(name: string, delivery: Delivery): string | Text | undefined {
  const reader = READERS[name];
  if (reader !== undefined) return reader(delivery);
  if (name.startsWith('r_')) return delivery.props.variables.get(name);
  return undefined;
}

const one = ({ recipients }: Delivery): DeliveryRecipient | undefined =>
  recipients.length === 1 ? recipients[0] : undefined;

/** Of the one recipient there is; empty for several. */
function single(delivery: Delivery, of: Part): Text {
  const only = one(delivery);
  return only === undefined ? clean('') : of(only);
}

/** What all recipients agree in; empty where they do not. */
function shared({ recipients: [first, ...rest] }: Delivery, of: Part): Text | undefined {
  if (first === undefined) return undefined;
  const value = of(first);
  return rest.every((recipient) => of(recipient).text === value.text) ? value : clean('');
}

type Part = (recipient: DeliveryRecipient) => Text;

const localPartOf = (address: string): string => address.slice(0, at(address));
const domainOf = (address: string): string => address.slice(at(address) + 1);

function at(address: string): number {
  const found = address.lastIndexOf('@');
  return found < 0 ? address.length : found;
}

/** A file, a command or a reply is no mailbox: what it was made of is. */
const mailboxOf = ({ special, parent, original, address }: DeliveryRecipient): string =>
  special === undefined ? address : (parent ?? original);

/** What nobody says is clean may be anybody's. */
const ofAddress = ({ isTainted = true }: DeliveryRecipient, text: string): Text => textOf(text, isTainted);
const ofParent = ({ isParentTainted = true }: DeliveryRecipient, text: string): Text => textOf(text, isParentTainted);

const localPart: Part = (recipient) =>
  recipient.special === undefined
    ? ofAddress(recipient, recipient.localPart)
    : ofParent(recipient, localPartOf(mailboxOf(recipient)));
const domain: Part = (recipient) =>
  recipient.special === undefined
    ? ofAddress(recipient, recipient.domain)
    : ofParent(recipient, domainOf(mailboxOf(recipient)));
const original = (text: string): Text => textOf(text, true);

type Reader = (delivery: Delivery) => string | Text | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  local_part: (delivery) => single(delivery, localPart),
  domain: (delivery) => shared(delivery, domain),
  local_part_prefix: (delivery) => single(delivery, (recipient) => ofAddress(recipient, recipient.prefix ?? '')),
  local_part_suffix: (delivery) => single(delivery, (recipient) => ofAddress(recipient, recipient.suffix ?? '')),
  original_local_part: (delivery) =>
    single(delivery, (recipient) =>
      // Where it is the address itself, it is as its router left it.
      recipient.parent === undefined && recipient.special === undefined && recipient.address === recipient.original
        ? localPart(recipient)
        : original(localPartOf(recipient.original)),
    ),
  // Of several it is not known, though they may have $domain in common.
  original_domain: (delivery) => single(delivery, (recipient) => original(domainOf(recipient.original))),
  parent_local_part: (delivery) =>
    single(delivery, (recipient) => ofParent(recipient, localPartOf(recipient.parent ?? ''))),
  parent_domain: (delivery) => single(delivery, (recipient) => ofParent(recipient, domainOf(recipient.parent ?? '@'))),
  // As clean as the list of redirection that names them.
  address_file: (delivery) => specialOf(delivery, ['file', 'directory']),
  address_pipe: (delivery) => specialOf(delivery, ['pipe']),
  address_data: ({ props }) => props.addressData,
  domain_data: ({ props }) => props.domainData,
  local_part_data: ({ props }) => props.localPartData,
  return_path: ({ sender }) => outside(sender),
  router_name: ({ router }) => router,
  transport_name: ({ transport }) => transport.name,
  host: ({ hosts }) => outside(hosts[0]?.name ?? ''),
  host_address: ({ hosts }) => outside(hosts[0]?.address ?? ''),
};

function specialOf({ recipients }: Delivery, kinds: readonly string[]): Text {
  const [first] = recipients;
  if (first?.special === undefined || !kinds.includes(first.special)) return clean('');
  return textOf(first.address, first.isTainted === true);
}
