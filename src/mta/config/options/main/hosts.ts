/** Clients: who they are, what they are offered, how they are asked about. */
import { type OptionDraft, optionRows } from '../make.ts';

const hosts = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'host list',
  status: 'works',
  expanded: true,
  when: 'connection',
  doc,
  ...more,
});

export const HOST_OPTIONS = optionRows('main', 'clients', [
  {
    name: 'accept_8bitmime',
    type: 'boolean',
    status: 'works',
    default: 'true',
    doc: '8BITMIME is offered. Bodies are passed on as they are in any case, and never converted.',
  },
  hosts(
    'auth_advertise_hosts',
    'Hosts to which AUTH is offered. To offer it over TLS alone, make it empty while $tls_in_cipher is.',
    {
      default: '*',
      keywords: ['login'],
    },
  ),
  hosts('chunking_advertise_hosts', 'Hosts to which CHUNKING, and so BDAT, is offered.', {
    default: '*',
    keywords: ['BDAT'],
  }),
  hosts('dsn_advertise_hosts', 'Hosts to which DSN is offered, so that senders may ask for reports.', {
    keywords: ['delivery status'],
  }),
  hosts('limits_advertise_hosts', 'Hosts to which our limits are told by the LIMITS extension.', { default: '*' }),
  hosts('pipelining_advertise_hosts', 'Hosts to which PIPELINING is offered.', { default: '*' }),
  hosts(
    'pipelining_connect_advertise_hosts',
    'Hosts to which PIPECONNECT is offered: they may send commands before our greeting the next time.',
    { default: '*' },
  ),
  hosts('smtputf8_advertise_hosts', 'Hosts to which SMTPUTF8 is offered, for addresses beyond ASCII.', {
    default: '*',
  }),
  hosts(
    'wellknown_advertise_hosts',
    'Hosts to which the WELLKNOWN command is offered; acl_smtp_wellknown decides on it.',
  ),
  {
    name: 'prdr_enable',
    type: 'boolean',
    status: 'works',
    doc: 'PRDR is offered: a client that wants it gets an answer for each recipient after the message.',
  },
  hosts('helo_accept_junk_hosts', 'Hosts whose HELO and EHLO names are not checked for their syntax.'),
  {
    name: 'helo_allow_chars',
    type: 'string',
    status: 'works',
    doc: 'Characters that names in HELO and EHLO may have beyond those of host names, such as an underscore.',
  },
  {
    name: 'helo_lookup_domains',
    type: 'domain list',
    status: 'works',
    expanded: true,
    default: '@ : @[]',
    doc: 'A client that gives one of these names in HELO or EHLO has its own name looked up; by default those who claim to be us.',
  },
  hosts(
    'helo_try_verify_hosts',
    'Hosts whose HELO name is compared with what they are; the outcome is kept for verify = helo.',
  ),
  hosts('helo_verify_hosts', 'Hosts whose HELO name must be true, or they get 550.'),
  hosts('host_lookup', 'Hosts whose name is looked up when they connect, so that lists and lines in the log have it.'),
  {
    name: 'host_lookup_order',
    type: 'string list',
    default: 'bydns:byaddr',
    doc: 'Where the name of a client is looked for, in which order: the DNS and the hosts file of the system.',
    status: 'works',
  },
  hosts(
    'host_reject_connection',
    'Hosts that are turned away with 554 as they connect. acl_smtp_connect does it with more choice.',
  ),
  hosts('hosts_connection_nolog', 'Hosts whose connections are not logged where log_selector has +smtp_connection.'),
  hosts(
    'hosts_proxy',
    'Hosts that are proxies: they begin with a PROXY header, which names the client they speak for.',
    {
      aliases: ['proxy_required_hosts'],
      status: 'works',
      keywords: ['haproxy', 'load balancer'],
    },
  ),
  {
    name: 'proxy_protocol_timeout',
    type: 'time',
    status: 'works',
    default: '3s',
    doc: 'So long we wait for the PROXY header of a host in hosts_proxy.',
  },
  hosts('hosts_require_helo', 'Hosts that must say HELO or EHLO before MAIL, or they get 503.', { default: '*' }),
  hosts(
    'hosts_xclient',
    'Hosts that may use XCLIENT to tell for which client they speak: ADDR and PORT, and NAME, LOGIN, DESTADDR, DESTPORT.',
  ),
  hosts('rfc1413_hosts', 'Hosts that are asked by RFC 1413 which user opened the connection.', {
    default: '@[]',
    keywords: ['ident'],
  }),
  {
    name: 'rfc1413_query_timeout',
    type: 'time',
    status: 'works',
    default: '0s',
    doc: 'So long we wait for the answer to a question by RFC 1413. Zero: nobody is asked.',
    keywords: ['ident'],
  },
]);
