/** A delivery as one mail of SMTP: the envelope, and what is said behind it by what the server offers. */
import { domainToASCII } from 'node:url';
import { encodeXtextOctets, type Greeted, type Mail, type MailRecipient } from '../../../core/smtp/index.ts';
import { after, type ExpansionHost, encodePunycode, isFailure, type Later } from '../../expand/index.ts';
import type { Octets } from '../content/outgoing.ts';
import { flag, number, text } from '../settings.ts';
import type { Delivery, DeliveryRecipient } from '../types.ts';
import { expandedText } from './settings.ts';

export interface MailParts {
  readonly delivery: Delivery;
  /** Those to be told here, of the delivery's. */
  readonly recipients: readonly DeliveryRecipient[];
  readonly octets: () => Octets;
  /** Made where an option wants one. */
  readonly expansions: () => ExpansionHost;
}

/** A text: why the server cannot be told of it. */
export function mailFor(parts: MailParts, greeted: Greeted): Later<Mail | string> {
  return after(addressForm(parts, greeted), (form) => {
    if (typeof form === 'string') return form;
    return after(authParameter(parts, greeted), (auth) => mailOf(parts, greeted, form, auth));
  });
}

function mailOf(parts: MailParts, greeted: Greeted, form: AddressForm, auth: string | undefined): Mail | string {
  const { delivery, recipients, octets } = parts;
  const { stored } = delivery.message;
  const envelope = [delivery.sender, ...recipients.map((recipient) => rcptAddress(recipient, delivery))].map(form.of);
  if (!isWhole(envelope)) return NO_UTF8;
  const [sender, ...addresses] = envelope;
  const passesDsn = recipients.some(({ dsn }) => dsn?.lastHop !== true);
  const added = number(delivery.transport, 'size_addition');
  const ignoresQuota = flag(delivery.transport, 'lmtp_ignore_quota') && greeted.extensions.has('IGNOREQUOTA');
  return {
    sender: sender!,
    recipients: recipients.map((recipient, i) => recipientOf(recipient, addresses[i]!)),
    parts: octets,
    sizeOctets: Math.max(0, sizeOf(parts) + added),
    ignoresLimit: true,
    has8Bit: false,
    smtpUtf8: form.isUtf8,
    requireTls: false,
    prdr: recipients.length > 1 && delivery.allOrNone !== true,
    ...(passesDsn && stored.dsn?.ret !== undefined && { ret: stored.dsn.ret }),
    ...(passesDsn && stored.dsn?.envid !== undefined && { envid: stored.dsn.envid }),
    ...(auth !== undefined && { mailParameters: [auth] }),
    ...(ignoresQuota && { rcptParameters: ['IGNOREQUOTA'] }),
    ...(delivery.allOrNone === true && { goOn: onlyWith(octets) }),
  };
}

/** The content, where every recipient was taken. */
const onlyWith =
  (octets: Mail['parts']): NonNullable<Mail['goOn']> =>
  (recipients) =>
    recipients.every(({ status }) => status === 'accepted') ? { kind: 'content', parts: octets } : { kind: 'over' };

/** Affixes are off unless the transport wants them. */
export function rcptAddress({ address, prefix = '', suffix = '' }: DeliveryRecipient, { transport }: Delivery): string {
  if ((prefix === '' && suffix === '') || flag(transport, 'rcpt_include_affixes')) return address;
  const at = address.lastIndexOf('@');
  return address.slice(prefix.length, at - suffix.length) + address.slice(at);
}

/** RFC 3461 §5.2.1: NOTIFY and ORCPT go on as they came. */
function recipientOf({ dsn }: DeliveryRecipient, address: string): MailRecipient {
  if (dsn === undefined || dsn.lastHop === true) return { address };
  const { notify, orcpt } = dsn;
  return {
    address,
    ...(notify !== undefined && notify.length > 0 && { notify: notify.join(',') }),
    ...(orcpt !== undefined && { orcpt }),
  };
}

/**
 * An estimate, as Exim makes it, of the message as it is kept, without what the transport adds or takes away: each line end is
 * two octets, but for that of the empty line.
 */
function sizeOf({ delivery }: MailParts): number {
  const { headers, bodyOctets, body } = delivery.message.stored;
  const kept = headers.filter(({ letter }) => letter !== '*');
  const header = kept.reduce((sum, { text: field }) => sum + field.length + lineEnds(field), 1);
  return header + bodyOctets + (body.wireFormat ? 0 : body.lineCount);
}

function lineEnds(field: string): number {
  let count = 0;
  for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) count += 1;
  return count;
}

interface AddressForm {
  readonly isUtf8: boolean;
  /** Undefined: there is no such form of it. */
  readonly of: (address: string) => string | undefined;
}

const isWhole = (addresses: readonly (string | undefined)[]): addresses is readonly string[] =>
  !addresses.includes(undefined);

const BEYOND_ASCII = /[^\x00-\x7f]/;
const unchanged = (address: string): string => address;

/** RFC 6531 §3.5, and `utf8_downconvert`: -1 turns addresses into ASCII where the server does not know SMTPUTF8. */
function addressForm(parts: MailParts, { extensions }: Greeted): Later<AddressForm | string> {
  const { delivery, expansions } = parts;
  const { flags } = delivery.message.stored;
  if (flags?.smtpUtf8 !== true) return AS_IT_IS;
  return after(downconversion(delivery, expansions(), flags.utf8Downconvert), (wish) => {
    const knows = extensions.has('SMTPUTF8');
    if (wish !== 1 && knows) return { isUtf8: true, of: unchanged };
    if (wish === 0) return NO_UTF8;
    return { isUtf8: false, of: toAscii };
  });
}

const AS_IT_IS: AddressForm = { isUtf8: false, of: unchanged };

async function downconversion(
  delivery: Delivery,
  expansions: ExpansionHost,
  control: 'always' | 'optional' | undefined,
): Promise<number> {
  if (text(delivery.transport, 'utf8_downconvert') === '-1' && control !== undefined)
    return control === 'always' ? 1 : -1;
  const written = await expandedText(delivery, 'utf8_downconvert', expansions);
  const value = isFailure(written) ? -1 : Number(written ?? -1);
  return Number.isNaN(value) ? -1 : value;
}

/** Octets as the text that they are in UTF-8. */
const asText = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');

const NO_UTF8 = 'utf8 support required but not offered for forwarding';

/**
 * Deviates from RFC 6531 §3.5, which knows no other form of a local part beyond ASCII, because Exim writes it as if it were
 * one label.
 */
function toAscii(address: string): string | undefined {
  if (!BEYOND_ASCII.test(address)) return address;
  const at = address.lastIndexOf('@');
  const [localPart, domain] = [address.slice(0, at), address.slice(at + 1)].map(asText) as [string, string];
  const ascii = domainToASCII(domain);
  const local = BEYOND_ASCII.test(localPart) ? `xn--${encodePunycode(localPart)}` : localPart;
  return ascii === '' ? undefined : `${local}@${ascii}`;
}

/** RFC 4954 §5: AUTH= where we are known there, or where it is forced. */
export function authParameter(
  { delivery, expansions }: Pick<MailParts, 'delivery' | 'expansions'>,
  { authenticated }: Greeted,
): Later<string | undefined> {
  const { transport, message } = delivery;
  if (authenticated === undefined && !flag(transport, 'authenticated_sender_force')) return undefined;
  return after(expandedText(delivery, 'authenticated_sender', expansions()), (set) => {
    const sender = isFailure(set) || set === undefined ? message.stored.connection.authenticatedSender : set;
    return sender === undefined || sender === '' ? undefined : `AUTH=${encodeXtextOctets(sender)}`;
  });
}
