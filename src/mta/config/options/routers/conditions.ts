/** Preconditions of routers: for which addresses, and for which purposes, a router runs (Exim spec ch. "Generic options for routers"). */
import { optionRows, working } from '../make.ts';

export const ROUTER_CONDITIONS = optionRows(
  'router',
  'preconditions',
  working([
    {
      name: 'address_test',
      type: 'boolean',
      default: 'true',
      doc: 'The router runs when addresses are tested on the command line.',
    },
    {
      name: 'bmi_deliver_alternate',
      status: 'planned',
      type: 'boolean',
      doc: 'The router runs where Brightmail (4.85) says that a message goes to another place.',
    },
    {
      name: 'bmi_deliver_default',
      status: 'planned',
      type: 'boolean',
      doc: 'The router runs where Brightmail (4.85) says nothing against a message, or has not seen it.',
    },
    {
      name: 'bmi_dont_deliver',
      status: 'planned',
      type: 'boolean',
      doc: 'The router runs where Brightmail (4.85) says that a message is not to be delivered.',
    },
    {
      name: 'bmi_rule',
      status: 'planned',
      type: 'string list',
      doc: 'The router runs where one of these rules of Brightmail (4.85) has caught a message.',
    },
    {
      name: 'check_local_user',
      type: 'boolean',
      doc: 'The router runs for local parts that are names of users of this system; $home and the user for the delivery come with that.',
    },
    {
      name: 'condition',
      type: 'string',
      expanded: true,
      when: 'recipient',
      repeated: 'condition',
      doc: 'The router runs where this does not come to an empty text, 0, no or false. Given more than once, all must hold.',
    },
    {
      name: 'domains',
      type: 'domain list',
      expanded: true,
      when: 'recipient',
      doc: 'The router runs for addresses in these domains. What a look-up in the list has found is in $domain_data.',
    },
    {
      name: 'expn',
      type: 'boolean',
      default: 'true',
      doc: 'The router runs for EXPN.',
    },
    {
      name: 'local_part_prefix',
      type: 'string list',
      doc: 'The router runs for local parts that begin with one of these, which is taken away; * at the beginning stands for anything.',
      keywords: ['affix', 'owner-'],
    },
    {
      name: 'local_part_prefix_optional',
      type: 'boolean',
      doc: 'The router runs for local parts without local_part_prefix as well.',
    },
    {
      name: 'local_part_suffix',
      type: 'string list',
      doc: 'The router runs for local parts that end with one of these, which is taken away; * at the end stands for anything, as in +*.',
      keywords: ['affix', 'subaddress', 'plus addressing'],
    },
    {
      name: 'local_part_suffix_optional',
      type: 'boolean',
      doc: 'The router runs for local parts without local_part_suffix as well.',
    },
    {
      name: 'local_parts',
      type: 'local part list',
      expanded: true,
      when: 'recipient',
      doc: 'The router runs for these local parts. What a look-up in the list has found is in $local_part_data.',
    },
    {
      name: 'require_files',
      type: 'string list',
      expanded: true,
      when: 'recipient',
      doc: 'The router runs where these files are there, or not there with ! before them; an item without a slash names a user who must have access.',
    },
    {
      name: 'senders',
      type: 'address list',
      expanded: true,
      when: 'recipient',
      doc: 'The router runs for messages from these senders.',
    },
    {
      name: 'verify',
      type: 'boolean',
      hidden: true,
      default: 'true',
      doc: 'Sets verify_sender and verify_recipient at once.',
    },
    {
      name: 'verify_only',
      type: 'boolean',
      doc: 'The router runs when addresses are verified, and not when mail is delivered.',
    },
    {
      name: 'verify_recipient',
      type: 'boolean',
      default: 'true',
      doc: 'The router runs when recipients are verified, and for EXPN.',
    },
    {
      name: 'verify_sender',
      type: 'boolean',
      default: 'true',
      doc: 'The router runs when senders are verified.',
    },
  ]),
);
