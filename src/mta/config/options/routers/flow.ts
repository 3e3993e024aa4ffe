/** What comes after a router: where an address goes on, and what is said when it goes nowhere. */
import { optionRows, working } from '../make.ts';

export const ROUTER_FLOW = optionRows(
  'router',
  'flow',
  working([
    {
      name: 'driver',
      type: 'string',
      doc: 'Which router it is: accept, dnslookup, ipliteral, iplookup, manualroute, queryprogram or redirect.',
    },
    {
      name: 'address_data',
      type: 'string',
      expanded: true,
      when: 'recipient',
      doc: 'A text kept with the address, as $address_data, for later routers and for the transport. A forced failure makes the router decline.',
    },
    {
      name: 'cannot_route_message',
      type: 'string',
      expanded: true,
      when: 'recipient',
      doc: 'What is said when an address gets no further than this router.',
    },
    {
      name: 'caseful_local_part',
      type: 'boolean',
      doc: 'Local parts keep their capitals in this router; else they are lower-cased.',
    },
    {
      name: 'debug_print',
      type: 'string',
      expanded: true,
      doc: 'A text for the debugging output, and for tests of addresses.',
    },
    {
      name: 'disable_logging',
      type: 'boolean',
      doc: "The router's errors and the deliveries it leads to are not logged.",
    },
    {
      name: 'fail_verify',
      type: 'boolean',
      hidden: true,
      doc: 'Sets fail_verify_sender and fail_verify_recipient at once.',
    },
    {
      name: 'fail_verify_recipient',
      type: 'boolean',
      doc: 'A recipient that this router accepts fails when it is verified.',
    },
    {
      name: 'fail_verify_sender',
      type: 'boolean',
      doc: 'A sender that this router accepts fails when it is verified.',
    },
    {
      name: 'log_as_local',
      type: 'boolean',
      doc: 'Deliveries are logged as local ones are, by the local part alone. On for the driver accept.',
    },
    {
      name: 'more',
      type: 'expanded boolean',
      default: 'true',
      expanded: true,
      doc: 'An address that the router declines goes to the next one; with no_more it fails here.',
    },
    {
      name: 'pass_on_timeout',
      type: 'boolean',
      doc: 'An address whose look-up in the DNS times out goes to the next router instead of waiting.',
    },
    {
      name: 'pass_router',
      type: 'string',
      doc: 'The router, further down, to which an address goes when this one passes it.',
    },
    {
      name: 'redirect_router',
      type: 'string',
      doc: 'The router with which addresses begin that this one makes.',
    },
    {
      name: 'self',
      type: 'string',
      default: 'freeze',
      doc: 'What is done when the first host for an address is this one: freeze, defer, fail, pass, send, or reroute: with a domain.',
      keywords: ['loop', 'MX points to us'],
    },
    {
      name: 'set',
      type: 'string list',
      expanded: true,
      when: 'recipient',
      repeated: 'semicolon',
      doc: 'Variables that follow the address: r_name = value, with semicolons between, or given more than once.',
    },
    {
      name: 'unseen',
      type: 'expanded boolean',
      expanded: true,
      doc: 'The router takes a copy of the address, and the address itself goes on to the next one.',
      keywords: ['copy', 'archive'],
    },
  ]),
);
