/** When an ACL runs, the option that names it, and how Exim calls that place in its messages. */

export const ACL_PHASES = {
  connect: { option: 'acl_smtp_connect', place: 'connection' },
  helo: { option: 'acl_smtp_helo', place: 'EHLO or HELO' },
  starttls: { option: 'acl_smtp_starttls', place: 'STARTTLS' },
  auth: { option: 'acl_smtp_auth', place: 'AUTH' },
  mailauth: { option: 'acl_smtp_mailauth', place: 'MAILAUTH' },
  mail: { option: 'acl_smtp_mail', place: 'MAIL' },
  rcpt: { option: 'acl_smtp_rcpt', place: 'RCPT' },
  predata: { option: 'acl_smtp_predata', place: 'PREDATA' },
  dkim: { option: 'acl_smtp_dkim', place: 'DKIM' },
  mime: { option: 'acl_smtp_mime', place: 'MIME' },
  prdr: { option: 'acl_smtp_data_prdr', place: 'PRDR' },
  data: { option: 'acl_smtp_data', place: 'DATA' },
  vrfy: { option: 'acl_smtp_vrfy', place: 'VRFY' },
  expn: { option: 'acl_smtp_expn', place: 'EXPN' },
  etrn: { option: 'acl_smtp_etrn', place: 'ETRN' },
  atrn: { option: 'acl_smtp_atrn', place: 'ATRN' },
  wellknown: { option: 'acl_smtp_wellknown', place: 'WELLKNOWN' },
  quit: { option: 'acl_smtp_quit', place: 'QUIT' },
  notquit: { option: 'acl_smtp_notquit', place: 'NOTQUIT' },
  'not-smtp-start': { option: 'acl_not_smtp_start', place: 'non-SMTP-start' },
  'not-smtp-mime': { option: 'acl_not_smtp_mime', place: 'MIME' },
  'not-smtp': { option: 'acl_not_smtp', place: 'non-SMTP' },
} as const;

export type AclPhase = keyof typeof ACL_PHASES;
