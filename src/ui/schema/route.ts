/** Data of `route`. */
import type { HostData, RouteData, RouterStep } from '../../mta/route/index.ts';
import { anything, flag, listOf, mapOf, object, oneOf, optional, text, whole } from './shapes.ts';

const host = object<HostData>({
  name: text('as the DNS, or the list of hosts, has it'),
  ip: optional(text('absent where it was not found, or where it is a text for a local transport')),
  port: optional(whole('where it is not the usual one')),
  mx: optional(whole('the preference of its MX or SRV record')),
  dnssec: optional(flag('DNSSEC vouches for it')),
  unusable: optional(oneOf(['deferred', 'failed', 'insecure'], 'it has no address that can be used')),
});

const step = object<RouterStep>({
  router: text(),
  driver: text(),
  line: whole('of the configuration'),
  result: oneOf([
    'skipped',
    'declined',
    'passed',
    'accepted',
    'redirected',
    'rerouted',
    'discarded',
    'failed',
    'deferred',
  ]),
  option: optional(text('the precondition that failed, or the option that decided')),
  reason: optional(text('why')),
  value: optional(text('what that option is, or came to')),
});

export const routeData = object<RouteData>({
  address: text('qualified; a file or a command where `special` says so'),
  outcome: oneOf(['accept', 'fail', 'defer', 'discard', 'redirect'], 'redirect: see children'),
  router: optional(text('the router that decided')),
  transport: optional(text('by which it is delivered')),
  local: optional(flag('the transport delivers on this host')),
  hosts: optional(listOf(host, 'in the order in which they are tried')),
  hostsOverridden: optional(flag('the transport has hosts of its own')),
  children: optional(listOf(anything('addresses made of it, each like this one'))),
  unseen: optional(flag('one copy was dealt with by the router, and another went on')),
  message: optional(text('why it failed, or waits')),
  frozen: optional(flag('it waits until an administrator has looked at it')),
  special: optional(oneOf(['file', 'directory', 'pipe', 'reply'], 'what it is, where it is no address')),
  forbidden: optional(flag('the router does not allow such a thing')),
  unique: text('what makes it one and the same delivery'),
  errorsTo: optional(text('where bounces go; empty: nowhere')),
  addressData: optional(text('$address_data')),
  variables: optional(mapOf(text(), '$r_… by name')),
  headersAdd: optional(listOf(text(), 'header lines added at delivery')),
  headersRemove: optional(listOf(text(), 'names of header lines taken out at delivery')),
  uid: optional(whole('whom a local delivery runs as')),
  gid: optional(whole('and with which group')),
  home: optional(text('the home directory of a local delivery')),
  fallbackHosts: optional(text('hosts for when all others have failed')),
  trail: listOf(step, 'every router it met, in order'),
  rewritten: optional(flag('the rules of the configuration have made this address of the one given')),
  verified: optional(oneOf(['sender', 'recipient'], 'it was verified as this')),
});
