/** Which access control list decides at which step (Exim spec ch. "Access control lists"). */
import { type OptionDraft, optionRows } from '../make.ts';

/** The value is expanded, and is a file, the name of a list of `begin acl`, or statements themselves. */
const acl = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'string',
  expanded: true,
  status: 'works',
  doc,
  keywords: ['access control'],
  ...more,
});

export const ACL_OPTIONS = optionRows('main', 'acl', [
  acl('acl_not_smtp', 'Decides on a message that did not come by SMTP, once all of it has been read.'),
  acl('acl_not_smtp_mime', 'Runs for each MIME part of a message that did not come by SMTP.'),
  acl(
    'acl_not_smtp_start',
    'Runs before a message that does not come by SMTP is read. It may set controls and variables; what it decides is ignored.',
  ),
  acl(
    'acl_smtp_atrn',
    'Decides whether a client that has authenticated may take over the mail of domains by ATRN; atrn_domains in it names them. Unset, nobody may.',
    { keywords: ['access control', 'ODMR', 'RFC 2645'] },
  ),
  acl('acl_smtp_auth', 'Decides on the AUTH command, before the mechanism is started. Unset, it is allowed.'),
  acl('acl_smtp_connect', 'Decides on a connection before the greeting is sent; a denial closes the connection.'),
  acl(
    'acl_smtp_data',
    'Decides on a message once all of it has been received: the last word before it is taken over, with headers and body at hand.',
  ),
  acl(
    'acl_smtp_data_prdr',
    'Decides for each recipient once the message has been received, where the client asked for answers by recipient (PRDR).',
    { default: 'accept', aliases: ['acl_data_smtp_prdr'] },
  ),
  acl(
    'acl_smtp_dkim',
    'Runs for each signer in dkim_verify_signers once the message has been received, with the outcome of its signature at hand.',
  ),
  acl('acl_smtp_etrn', 'Decides on ETRN. Unset, it is refused.'),
  acl('acl_smtp_expn', 'Decides on EXPN. Unset, it is refused.'),
  acl('acl_smtp_helo', 'Decides on HELO and EHLO, after the checks of the name that are built in.'),
  acl('acl_smtp_mail', 'Decides on MAIL, with the sender known.'),
  acl(
    'acl_smtp_mailauth',
    'Decides whether the AUTH parameter of MAIL is believed. Unset, it is believed of clients that have authenticated.',
  ),
  acl('acl_smtp_mime', 'Runs for each MIME part of a message received by SMTP, before acl_smtp_data.'),
  acl(
    'acl_smtp_notquit',
    'Runs when a session ends without QUIT; the reason is in $smtp_notquit_reason. What it decides is ignored.',
  ),
  acl('acl_smtp_predata', 'Decides on DATA, before any of the message has been sent; not run for BDAT.'),
  acl('acl_smtp_quit', 'Runs at QUIT. What it decides is ignored; its message becomes the text of the answer.'),
  acl(
    'acl_smtp_rcpt',
    'Decides on each recipient, and so who may send where: the list that keeps a server from being an open relay. Unset, every recipient is refused.',
    { keywords: ['relay', 'recipient'] },
  ),
  acl('acl_smtp_starttls', 'Decides on STARTTLS. Unset, it is allowed.'),
  acl('acl_smtp_vrfy', 'Decides on VRFY. Unset, the answer is 252, which tells nothing.'),
  acl(
    'acl_smtp_wellknown',
    'Decides on WELLKNOWN, by which a client asks for a small public file; control = wellknown/file names it. Unset, it is refused.',
  ),
  {
    name: 'strict_acl_vars',
    type: 'boolean',
    status: 'works',
    doc: 'Using an ACL variable that nobody has set is an error, instead of an empty text.',
  },
]);
