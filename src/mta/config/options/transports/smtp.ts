/** smtp: messages for other hosts, by SMTP and LMTP. */
import { optionRows, working } from '../make.ts';

export const SMTP_OPTIONS = optionRows(
  'transport/smtp',
  'smtp',
  working([
    {
      name: 'address_retry_include_sender',
      type: 'boolean',
      default: 'true',
      doc: 'A recipient that is put off waits for mail of the same sender only.',
    },
    {
      name: 'authenticated_sender',
      type: 'string',
      expanded: true,
      when: 'connection',
      doc: 'The address for the AUTH parameter of MAIL on authenticated connections.',
    },
    {
      name: 'authenticated_sender_force',
      type: 'boolean',
      doc: 'authenticated_sender is given on connections that are not authenticated, too.',
    },
    {
      name: 'command_timeout',
      type: 'time',
      default: '5m',
      doc: 'So long we wait for the greeting and for each answer.',
    },
    {
      name: 'connect_timeout',
      type: 'time',
      default: '5m',
      doc: 'So long we wait for a connection. Zero: as long as the system does.',
    },
    {
      name: 'connection_max_messages',
      type: 'integer',
      default: '500',
      doc: 'So many messages go over one connection. Zero: no limit.',
    },
    {
      name: 'data_timeout',
      type: 'time',
      default: '5m',
      doc: 'So long we wait until a block of the message has been taken.',
    },
    {
      name: 'delay_after_cutoff',
      type: 'boolean',
      default: 'true',
      doc: 'A message for hosts that have all failed beyond their last retry time, and are not due, is returned without being tried.',
    },
    {
      name: 'final_timeout',
      type: 'time',
      default: '10m',
      doc: 'So long we wait for the answer to the end of the message.',
    },
    { name: 'keepalive', type: 'boolean', default: 'true', doc: 'Idle connections are probed by the system.' },
    { name: 'lmtp_ignore_quota', type: 'boolean', doc: 'With LMTP, IGNOREQUOTA is asked for where it is offered.' },
    {
      name: 'max_rcpt',
      type: 'string',
      expanded: true,
      default: '100',
      doc: 'So many recipients in one message, as it comes out for the first of them. Zero: no limit. In 4.96 it was not expanded.',
    },
    {
      name: 'message_linelength_limit',
      type: 'integer',
      default: '998',
      doc: 'A message with a longer line is returned.',
    },
    {
      name: 'multi_domain',
      type: 'expanded boolean',
      default: 'true',
      expanded: true,
      doc: 'Recipients in different domains with the same hosts go together, as it comes out for the first of them.',
    },
    {
      name: 'protocol',
      type: 'string',
      default: 'smtp',
      doc: 'smtp, lmtp, or smtps (submissions) for TLS from the beginning.',
    },
    {
      name: 'size_addition',
      type: 'integer',
      default: '1024',
      doc: 'Added to the size that is told by SIZE.',
    },
    {
      name: 'utf8_downconvert',
      type: 'string',
      expanded: true,
      default: '-1',
      doc: 'Addresses with UTF-8 are turned into A-labels: 1 always, 0 never, -1 where the host does not know SMTPUTF8.',
    },
  ]),
);

export const SMTP_DKIM = optionRows(
  'transport/smtp',
  'smtp: DKIM and ARC',
  working([
    {
      name: 'arc_sign',
      type: 'string',
      expanded: true,
      status: 'never: ARC has come to its end as an experiment, and receivers go by DKIM; leave it out',
      doc: 'Domain, selector and key for an ARC seal, and options.',
    },
    {
      name: 'dkim_canon',
      type: 'string',
      expanded: true,
      doc: 'The canonical form: relaxed, which is also taken when unset, or simple.',
    },
    {
      name: 'dkim_domain',
      type: 'string list',
      expanded: true,
      doc: 'The domains that sign the message, one after the other in $dkim_domain.',
    },
    {
      name: 'dkim_hash',
      type: 'string',
      expanded: true,
      default: 'sha256',
      doc: 'The hash: sha256, the only one that DKIM has (RFC 8301). With another one a message is not signed, or waits by dkim_strict.',
    },
    { name: 'dkim_identity', type: 'string', expanded: true, doc: 'The identity (i=) in the signature.' },
    {
      name: 'dkim_private_key',
      type: 'string',
      expanded: true,
      doc: 'The key, or the file with it. Empty, 0 or false: no signature.',
    },
    { name: 'dkim_selector', type: 'string list', expanded: true, doc: 'The selectors, one signature for each.' },
    {
      name: 'dkim_sign_headers',
      type: 'string list',
      expanded: true,
      doc: 'The headers that are signed; + and = before a name sign it beyond its number, or as often as it is there.',
    },
    {
      name: 'dkim_strict',
      type: 'string',
      expanded: true,
      doc: 'Where it comes to true, a message that cannot be signed waits.',
    },
    {
      name: 'dkim_timestamps',
      type: 'string',
      expanded: true,
      doc: 'So many seconds the signature is good for (t= and x=); 0 has no end.',
    },
  ]),
);
