/** Callouts: how long is remembered what other servers said. */
import { optionRows } from '../make.ts';

export const CALLOUT_OPTIONS = optionRows('main', 'callouts', [
  {
    name: 'callout_domain_negative_expire',
    type: 'time',
    status: 'works',
    default: '3h',
    doc: 'So long it is remembered that a host has refused everything in a callout.',
  },
  {
    name: 'callout_domain_positive_expire',
    type: 'time',
    status: 'works',
    default: '1w',
    doc: 'So long it is remembered that a host answers callouts, and how it takes random local parts and postmaster.',
  },
  {
    name: 'callout_negative_expire',
    type: 'time',
    status: 'works',
    default: '2h',
    doc: 'So long it is remembered that an address was refused in a callout.',
  },
  {
    name: 'callout_positive_expire',
    type: 'time',
    status: 'works',
    default: '1d',
    doc: 'So long it is remembered that an address was accepted in a callout.',
  },
  {
    name: 'callout_random_local_part',
    type: 'string',
    status: 'works',
    expanded: true,
    default: '$primary_hostname-$tod_epoch-testing',
    doc: 'The local part that nobody has, by which a callout with random finds out whether a host accepts everything.',
  },
]);
