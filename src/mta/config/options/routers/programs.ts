/** iplookup and queryprogram: routers that ask somebody else. */
import { optionRows, working } from '../make.ts';

export const IPLOOKUP_OPTIONS = optionRows(
  'router/iplookup',
  'iplookup',
  working([
    { name: 'hosts', type: 'string list', doc: 'Hosts that are asked, one after the other.' },
    {
      name: 'optional',
      type: 'boolean',
      doc: 'When no host answers, the address goes to the next router instead of waiting.',
    },
    { name: 'port', type: 'integer', default: '0', doc: 'The port on which the hosts answer. It must be set.' },
    { name: 'protocol', type: 'string', doc: 'udp, which is also taken when unset, or tcp.' },
    {
      name: 'query',
      type: 'string',
      expanded: true,
      when: 'recipient',
      doc: 'What is sent. Unset: the local part, an @, the domain, a blank and the same again.',
    },
    {
      name: 'reroute',
      type: 'string',
      expanded: true,
      doc: 'The new address, made of what response_pattern has captured. Unset: the second word of the answer.',
    },
    {
      name: 'response_pattern',
      type: 'string',
      doc: 'A regular expression the answer must match, or the router declines.',
    },
    { name: 'timeout', type: 'time', default: '5s', doc: 'So long we wait for an answer.' },
  ]),
);

export const QUERYPROGRAM_OPTIONS = optionRows(
  'router/queryprogram',
  'queryprogram',
  working([
    {
      name: 'command',
      type: 'string',
      expanded: true,
      when: 'recipient',
      doc: 'The program that is run, and its arguments, each of which is expanded by itself. Its first word of output says what to do.',
    },
    {
      name: 'command_group',
      type: 'group',
      doc: 'The group the program runs as; unset: that of command_user, which a user named by number does not have.',
    },
    {
      name: 'command_user',
      type: 'user',
      doc: 'The user the program runs as. It must be set, and be neither root nor one of never_users. Started without root, the server runs it as itself.',
    },
    { name: 'current_directory', type: 'string', default: '/', doc: 'The directory the program runs in.' },
    { name: 'timeout', type: 'time', default: '1h', doc: 'So long the program may take.' },
  ]),
);
