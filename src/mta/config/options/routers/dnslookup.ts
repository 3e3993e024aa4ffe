/** dnslookup: hosts by MX, SRV and address records. */
import { optionRows, working } from '../make.ts';

export const DNSLOOKUP_OPTIONS = optionRows(
  'router/dnslookup',
  'dnslookup',
  working([
    {
      name: 'check_secondary_mx',
      type: 'boolean',
      doc: 'The router declines where this host is not among the MX hosts of the domain.',
      keywords: ['backup MX'],
    },
    {
      name: 'check_srv',
      type: 'string list',
      expanded: true,
      doc: 'Names of services whose SRV records are asked for before MX records.',
    },
    {
      name: 'fail_defer_domains',
      type: 'domain list',
      expanded: true,
      doc: 'Domains that wait when they are not in the DNS, instead of being declined.',
    },
    {
      name: 'ipv4_only',
      type: 'string',
      expanded: true,
      doc: 'Only A records are asked for where this comes to true.',
    },
    {
      name: 'ipv4_prefer',
      type: 'string',
      expanded: true,
      doc: 'Addresses of IPv4 come before those of IPv6 where this comes to true.',
    },
    {
      name: 'mx_domains',
      type: 'domain list',
      expanded: true,
      doc: 'Domains that need an MX (or SRV) record: their address records are not used in its place.',
    },
    {
      name: 'mx_fail_domains',
      type: 'domain list',
      expanded: true,
      doc: 'Domains whose MX look-up may fail, and counts as having found none.',
    },
    {
      name: 'qualify_single',
      type: 'boolean',
      default: 'true',
      doc: "Names of one part are completed by the resolver's own domain.",
    },
    {
      name: 'rewrite_headers',
      type: 'boolean',
      default: 'true',
      doc: 'Where the domain has been completed, addresses in headers are completed with it.',
    },
    {
      name: 'same_domain_copy_routing',
      type: 'boolean',
      doc: 'Further recipients of the message in the same domain go the same way without a look-up.',
    },
    {
      name: 'search_parents',
      type: 'boolean',
      doc: 'Names that are not found are looked for under the parents of our own domain.',
    },
    {
      name: 'srv_fail_domains',
      type: 'domain list',
      expanded: true,
      doc: 'Domains whose SRV look-up may fail, and counts as having found none.',
    },
    {
      name: 'widen_domains',
      type: 'string list',
      doc: 'Domains put behind names that are not found, one after the other.',
    },
  ]),
);
