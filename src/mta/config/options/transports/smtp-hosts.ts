/** smtp: to which hosts, from where, and what is tried with them. */
import { type OptionDraft, optionRows, working } from '../make.ts';

const hosts = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'host list',
  expanded: true,
  when: 'connection',
  doc,
  ...more,
});

export const SMTP_HOSTS = optionRows(
  'transport/smtp',
  'smtp: hosts',
  working([
    { name: 'allow_localhost', type: 'boolean', doc: 'A host that is this one may be sent to.' },
    {
      name: 'dns_qualify_single',
      type: 'boolean',
      default: 'true',
      doc: "Names of one part in hosts are completed by the resolver's own domain.",
    },
    {
      name: 'dns_search_parents',
      type: 'boolean',
      doc: 'Names in hosts that are not found are looked for under the parents of our own domain.',
    },
    {
      name: 'dnssec_request_domains',
      type: 'domain list',
      expanded: true,
      default: '*',
      doc: 'Names in hosts for which DNSSEC is asked for. In 4.85 it was unset.',
      keywords: ['DANE'],
    },
    {
      name: 'dnssec_require_domains',
      type: 'domain list',
      expanded: true,
      doc: 'Names in hosts whose addresses count only if DNSSEC vouches for them.',
    },
    {
      name: 'dscp',
      type: 'string',
      expanded: true,
      status: 'never: Node cannot mark the packets of one connection; a rule of nftables on the port does it',
      doc: 'The DSCP mark of packets.',
      keywords: ['QoS'],
    },
    {
      name: 'fallback_hosts',
      type: 'string list',
      expanded: true,
      doc: 'Hosts that are tried when all others have failed for the moment.',
    },
    {
      name: 'gethostbyname',
      type: 'boolean',
      doc: 'Names in hosts are looked for in the hosts file of the system before the DNS; DNSSEC vouches for none of them then.',
    },
    {
      name: 'helo_data',
      type: 'string',
      expanded: true,
      when: 'connection',
      default: '$primary_hostname',
      doc: 'The name in EHLO.',
      keywords: ['EHLO', 'HELO'],
    },
    {
      name: 'hosts',
      type: 'string list',
      expanded: true,
      when: 'delivery',
      doc: 'Hosts for addresses whose router has named none; all addresses with hosts_override.',
    },
    hosts('hosts_avoid_esmtp', 'Hosts to which HELO is said instead of EHLO.'),
    hosts('hosts_avoid_pipelining', 'Hosts with which PIPELINING is not used.'),
    {
      name: 'hosts_max_try',
      type: 'integer',
      default: '5',
      doc: 'So many addresses of hosts are tried; those that are not due do not count.',
    },
    {
      name: 'hosts_max_try_hardlimit',
      type: 'integer',
      default: '50',
      doc: 'So many addresses of hosts are tried, whatever counts.',
    },
    {
      name: 'hosts_override',
      type: 'boolean',
      doc: 'hosts counts for addresses whose router has named hosts as well.',
    },
    hosts(
      'hosts_pipe_connect',
      'Hosts to which commands are sent before their greeting, once they have offered PIPECONNECT.',
      {
        status:
          'never: it saves a round trip, and a connection that is kept for the next message saves more; leave it out',
      },
    ),
    {
      name: 'hosts_randomize',
      type: 'expanded boolean',
      expanded: true,
      doc: 'hosts is tried in a random order; a + among them divides them into groups.',
      keywords: ['load balancing'],
    },
    hosts('hosts_require_auth', 'Hosts to which nothing is sent without having authenticated.'),
    hosts('hosts_try_auth', 'Hosts with which we authenticate where they offer a mechanism we have.'),
    hosts('hosts_try_chunking', 'Hosts to which messages go by BDAT where they offer it.', {
      default: '*',
      keywords: ['BDAT'],
    }),
    hosts('hosts_try_fastopen', 'Hosts to which connections are opened by TCP Fast Open.', {
      default: '*',
      status: 'never: Node cannot open a connection so; nothing else depends on it, leave it out',
    }),
    hosts('hosts_try_prdr', 'Hosts that are asked for answers by recipient where they offer PRDR.', { default: '*' }),
    {
      name: 'interface',
      type: 'string list',
      expanded: true,
      when: 'connection',
      doc: 'The address from which we connect: the first of the right family.',
      keywords: ['bind', 'source address'],
    },
    {
      name: 'port',
      type: 'string',
      expanded: true,
      when: 'delivery',
      default: 'smtp',
      doc: 'The port. Unset, it is that of protocol.',
    },
    {
      name: 'retry_include_ip_address',
      type: 'expanded boolean',
      default: 'true',
      expanded: true,
      doc: 'Failures are remembered by name and address of a host, and not by its name alone.',
    },
    hosts('serialize_hosts', 'Hosts to which there is one connection at a time.'),
    {
      name: 'socks_proxy',
      type: 'string list',
      expanded: true,
      when: 'connection',
      doc: 'SOCKS5 proxies through which we connect, each with its port, user and password, weight and order.',
      keywords: ['SOCKS'],
    },
  ]),
);
