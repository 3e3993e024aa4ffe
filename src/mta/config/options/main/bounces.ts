/** What is written to senders and postmasters: bounces, warnings, notices. */
import { optionRows } from '../make.ts';

export const BOUNCE_OPTIONS = optionRows('main', 'bounces', [
  {
    name: 'bounce_message_file',
    type: 'string',
    expanded: true,
    doc: 'A file with the parts of the text of bounces, for other words or another language.',
    keywords: ['template'],
  },
  {
    name: 'bounce_message_text',
    type: 'string',
    doc: 'Text put into the bounces that are built in. It is not expanded.',
  },
  {
    name: 'bounce_return_body',
    type: 'boolean',
    default: 'true',
    doc: 'Bounces have the body of the message as well as its headers, where the sender has not said otherwise by RET.',
  },
  {
    name: 'bounce_return_linesize_limit',
    type: 'integer',
    default: '998',
    doc: 'A message with a longer line is returned with its headers only.',
  },
  {
    name: 'bounce_return_message',
    type: 'boolean',
    default: 'true',
    doc: 'Bounces have the message they are about.',
  },
  {
    name: 'bounce_return_size_limit',
    type: 'size',
    status: 'works',
    default: '100K',
    aliases: ['return_size_limit'],
    doc: 'So much of a message is returned in a bounce; a longer one is cut, or has its headers only. Zero: no limit.',
  },
  {
    name: 'bounce_sender_authentication',
    type: 'string',
    doc: 'The address given in the AUTH parameter of MAIL when a bounce goes out over an authenticated connection.',
  },
  {
    name: 'delay_warning',
    type: 'time list',
    default: '1d',
    doc: 'After these times the sender of a message that is still queued is told; the last interval repeats. Empty: nobody is told.',
  },
  {
    name: 'delay_warning_condition',
    type: 'string',
    expanded: true,
    when: 'message',
    default:
      '${if or {{ !eq{$h_list-id:$h_list-post:$h_list-subscribe:}{} }{ match{$h_precedence:}{(?i)bulk|list|junk} }{ match{$h_auto-submitted:}{(?i)auto-generated|auto-replied} }} {no}{yes}}',
    doc: 'No warning is sent where this comes to false; by default for lists, bulk mail and what machines have written.',
  },
  {
    name: 'dsn_from',
    type: 'string',
    status: 'works',
    expanded: true,
    when: 'message',
    default: 'Mail Delivery System <Mailer-Daemon@$qualify_domain>',
    doc: 'What stands in From: of bounces and warnings.',
  },
  {
    name: 'errors_copy',
    type: 'string list',
    expanded: true,
    when: 'message',
    doc: 'Who gets a copy of bounces: items of a pattern for the recipient of the bounce and addresses; the first that matches counts.',
  },
  {
    name: 'errors_reply_to',
    type: 'string',
    status: 'works',
    doc: 'What stands in Reply-To: of bounces and warnings. It is not expanded.',
  },
  {
    name: 'freeze_tell',
    type: 'string list',
    doc: 'Addresses, with commas between them, that are told when a message is frozen that is no bounce.',
    keywords: ['postmaster'],
  },
  {
    name: 'warn_message_file',
    type: 'string',
    expanded: true,
    doc: 'A file with the parts of the text of warnings about delays.',
    keywords: ['template'],
  },
]);
