/** manualroute: hosts as the configuration says, by domain. */
import { optionRows, working } from '../make.ts';

export const MANUALROUTE_OPTIONS = optionRows(
  'router/manualroute',
  'manualroute',
  working([
    {
      name: 'host_all_ignored',
      type: 'string',
      default: 'defer',
      doc: 'What is done when ignore_target_hosts leaves no host: decline, defer, fail, freeze or pass.',
    },
    {
      name: 'host_find_failed',
      type: 'string',
      default: 'freeze',
      doc: 'What is done when a host has no address: decline, defer, fail, freeze, ignore or pass.',
    },
    {
      name: 'hosts_randomize',
      type: 'expanded boolean',
      expanded: true,
      doc: 'Hosts are tried in a random order; a + among them divides them into groups.',
      keywords: ['load balancing'],
    },
    {
      name: 'route_data',
      type: 'string',
      expanded: true,
      when: 'recipient',
      doc: 'Hosts and options for the address; empty, the router declines. A look-up makes a table of it.',
      keywords: ['smarthost', 'relayhost'],
    },
    {
      name: 'route_list',
      type: 'string list',
      expanded: true,
      when: 'recipient',
      doc: 'Rules with semicolons between: a pattern for the domain, hosts, options. The first whose pattern matches counts.',
      keywords: ['smarthost', 'relayhost'],
    },
    {
      name: 'same_domain_copy_routing',
      type: 'boolean',
      doc: 'Further recipients of the message in the same domain go the same way without being routed again.',
    },
  ]),
);
