/** The DNS. */
import { optionRows } from '../make.ts';

export const DNS_OPTIONS = optionRows('main', 'dns', [
  {
    name: 'disable_ipv6',
    type: 'boolean',
    doc: 'No AAAA records are asked for, and no IPv6 address is listened on or connected to.',
    status: 'works',
  },
  {
    name: 'dns_again_means_nonexist',
    status: 'works',
    type: 'domain list',
    expanded: true,
    doc: 'A name in this list that cannot be looked up just now is taken as one that does not exist. Not for TLSA records.',
  },
  {
    name: 'dns_check_names_pattern',
    status: 'works',
    type: 'string',
    default: '(?i)^(?>(?(1)\\.|())[^\\W](?>[a-z0-9/_-]*[^\\W])?)+(\\.?)$',
    doc: 'A regular expression; names that do not match are never asked for in the DNS. Empty: all are asked for.',
  },
  {
    name: 'dns_cname_loops',
    type: 'integer',
    default: '1',
    doc: 'So many CNAME records are followed by us; a resolver follows them as it is.',
  },
  {
    name: 'dns_csa_search_limit',
    type: 'integer',
    default: '5',
    doc: 'So many parent domains are asked for a CSA record.',
    status: 'works',
  },
  {
    name: 'dns_csa_use_reverse',
    status: 'works',
    type: 'boolean',
    default: 'true',
    doc: 'A client that gives an IP address in HELO has its CSA record looked for under the reverse domain.',
  },
  {
    name: 'dns_dnssec_ok',
    type: 'integer',
    default: '-1',
    doc: '1 asks for DNSSEC in every question, 0 in none, -1 leaves it to the resolver.',
    keywords: ['DNSSEC', 'DANE'],
    aliases: ['dns_use_dnssec'],
  },
  {
    name: 'dns_ipv4_lookup',
    status: 'works',
    type: 'domain list',
    expanded: true,
    doc: 'Hosts of these names are not asked for AAAA records.',
  },
  {
    name: 'dns_retrans',
    type: 'time',
    default: '0s',
    doc: 'So long before a question to the DNS is asked again. Zero leaves it to the resolver.',
  },
  {
    name: 'dns_retry',
    type: 'integer',
    default: '0',
    doc: 'So often a question to the DNS is asked again. Zero leaves it to the resolver.',
  },
  {
    name: 'dns_trust_aa',
    type: 'domain list',
    expanded: true,
    doc: 'Answers that come from the authoritative server itself count as authenticated for these domains.',
  },
  {
    name: 'dns_use_edns0',
    type: 'integer',
    default: '-1',
    doc: '1 has EDNS0 in every question, 0 in none, -1 leaves it to the resolver.',
  },
  {
    name: 'slow_lookup_log',
    type: 'integer',
    default: '0',
    doc: 'Look-ups in the DNS that took longer than so many milliseconds are logged. Zero: none.',
  },
]);
