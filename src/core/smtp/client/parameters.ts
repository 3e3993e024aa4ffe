/** What is said behind MAIL and RCPT, by what the server offers; or what it would have to offer and does not. */
import { err, ok, type Result } from '../../../base/index.ts';
import type { Extensions } from '../extensions.ts';
import type { Mail, MailRecipient } from './types.ts';

const BEYOND_ASCII = /[^\x00-\x7f]/;

/** RFC 6531 §3.4: there in an address. */
const hasUtf8 = ({ sender, recipients }: Mail): boolean =>
  BEYOND_ASCII.test(sender) || recipients.some(({ address }) => BEYOND_ASCII.test(address));

/** Nothing in an address may end the line it stands on. */
const holdsControls = ({ sender, recipients }: Mail): boolean =>
  CONTROLS.test(sender) || recipients.some(({ address }) => CONTROLS.test(address));

const CONTROLS = /[\x00-\x1f\x7f]/;

export interface Facts {
  /** Texts are octets (`Plan.octets`). */
  readonly octets: boolean;
  readonly extensions: Extensions;
  readonly isSecure: boolean;
  readonly hasPrdr: boolean;
}

/** The command, or what keeps it from being said: nothing goes out then. */
export function mailCommand(mail: Mail, { octets, extensions, isSecure, hasPrdr }: Facts): Result<string, string> {
  if (holdsControls(mail)) return err('an address holds a control character');
  const offers = (keyword: string): boolean => extensions.has(keyword);
  const isUtf8 = mail.smtpUtf8 || (!octets && hasUtf8(mail));
  if (isUtf8 && !offers('SMTPUTF8'))
    return err('the server does not offer SMTPUTF8, which this mail needs (RFC 6531 §3.5)');
  const limit = sizeLimit(extensions);
  if (limit !== undefined && mail.ignoresLimit !== true && mail.sizeOctets !== undefined && mail.sizeOctets > limit)
    return err(`the message has ${mail.sizeOctets} octets, and the server takes at most ${limit} (RFC 1870 §6)`);
  if (mail.requireTls && !isSecure) return err('REQUIRETLS is for connections under TLS (RFC 8689 §4.2.1)');
  if (mail.requireTls && !offers('REQUIRETLS'))
    return err('the server does not offer REQUIRETLS, which this mail needs (RFC 8689 §4.2.1)');
  const words = [
    `MAIL FROM:<${mail.sender}>`,
    offers('SIZE') && mail.sizeOctets !== undefined && `SIZE=${mail.sizeOctets}`, // RFC 1870 §5
    (mail.has8Bit || (isUtf8 && !octets)) && offers('8BITMIME') && 'BODY=8BITMIME', // RFC 6152 §2; RFC 6531 §3.6, which Exim does without
    hasPrdr && 'PRDR',
    isUtf8 && 'SMTPUTF8', // RFC 6531 §3.4
    offers('DSN') && mail.ret !== undefined && `RET=${mail.ret}`, // RFC 3461 §4.3
    offers('DSN') && mail.envid !== undefined && `ENVID=${mail.envid}`, // RFC 3461 §4.4
    mail.requireTls && 'REQUIRETLS', // RFC 8689 §4
    ...(mail.mailParameters ?? []),
  ];
  return ok(words.filter((word) => word !== false).join(' '));
}

export function rcptCommand({ address, notify, orcpt }: MailRecipient, mail: Mail, extensions: Extensions): string {
  const hasDsn = extensions.has('DSN');
  const words = [
    `RCPT TO:<${address}>`,
    hasDsn && notify !== undefined && `NOTIFY=${notify}`, // RFC 3461 §4.1
    hasDsn && orcpt !== undefined && `ORCPT=${orcpt}`, // RFC 3461 §4.2
    ...(mail.rcptParameters ?? []),
  ];
  return words.filter((word) => word !== false).join(' ');
}

/** RFC 1870 §4: 0, or nothing, is no limit. */
function sizeLimit(extensions: Extensions): number | undefined {
  const value = extensions.get('SIZE');
  return value !== undefined && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined;
}

/** RFC 9422 §4: of this name, where the server says one that can be understood. */
export function limitOf(extensions: Extensions, name: 'MAILMAX' | 'RCPTMAX' | 'RCPTDOMAINMAX'): number | undefined {
  const limits = extensions.get('LIMITS');
  if (limits === undefined) return undefined;
  for (const word of limits.split(/\s+/)) {
    const [key, value = ''] = word.split('=');
    if (key?.toUpperCase() === name && /^[1-9]\d{0,5}$/.test(value)) return Number(value); // §4: one to six digits
  }
  return undefined;
}
