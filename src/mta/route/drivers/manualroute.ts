/** manualroute: hosts by a table of the configuration (Exim spec ch. 20). */

import type { Driver } from '../../config/index.ts';
import {
  after,
  expandOption,
  type Failure,
  isFailure,
  type Later,
  type ListMatch,
  type Outcome,
  readList,
  type Text,
  textOf,
} from '../../expand/index.ts';
import { MAIN } from '../../log/index.ts';
import { expandBoolean, expandWith } from '../expansion.ts';
import { readHostList } from '../hosts/host-list.ts';
import { type FailureWord, lookUpHosts, onFailure } from '../hosts/lookup-list.ts';
import { text } from '../settings.ts';
import { acceptWith, settleProps } from '../settle/accept.ts';
import { findTransport, isLocal, transportNamed } from '../settle/transport.ts';
import type { Deferred, DriverVerdict, Propagated, RoutedHost } from '../types.ts';
import type { Visit } from '../visit.ts';
import { type RouteRule, type RuleOptions, readRule, readRuleOptions } from './route-rule.ts';
import type { RouterDriver } from './types.ts';

export const manualroute: RouterDriver = (visit) =>
  after(findRule(visit), (found): Later<DriverVerdict> => {
    if ('kind' in found) return found;
    const { rule, match } = found;
    return after(expandWith(rule.hosts, visit.host, match), (hostList) => routeBy(rule, hostList, visit));
  });

function routeBy(rule: RouteRule, hostList: Outcome, visit: Visit): Later<DriverVerdict> {
  const { router, world } = visit;
  if (hostList.kind === 'forced-fail') return { kind: 'decline' };
  if (hostList.kind !== 'text')
    return { kind: 'defer', message: `${router.name} router: failed to expand "${rule.hosts}": ${hostList.message}` };
  const options = readRuleOptions(rule.options, world.configuration.transports);
  if (typeof options === 'string') {
    const problem = `unknown routing option or transport name "${options}"`;
    world.log?.(`Error in ${router.name} router: ${problem}`, MAIN);
    return { kind: 'defer', message: `error in router: ${problem}` };
  }
  return routeTo(hostList, options, visit);
}

interface FoundRule {
  readonly rule: RouteRule;
  readonly match?: ListMatch;
}

/** The first of route_list whose pattern matches the domain, or what route_data comes to. */
function findRule(visit: Visit): Later<FoundRule | DriverVerdict> {
  const list = text(visit.router, 'route_list');
  if (list === undefined) return ruleOfData(visit, text(visit.router, 'route_data') ?? '');
  const items = readList(/^\s*</.test(list) ? list : `<;${list}`).items;
  return firstMatching(items, visit);
}

function firstMatching([item, ...rest]: readonly string[], visit: Visit): Later<FoundRule | DriverVerdict> {
  if (item === undefined) return { kind: 'decline' };
  const rule = readRule(item, true);
  if (rule === undefined) return firstMatching(rest, visit);
  return after(matchDomain(rule.pattern, visit), (match): Later<FoundRule | DriverVerdict> => {
    if (isFailure(match)) return { kind: 'defer', message: 'lookup defer in route_list' };
    return match.matched ? { rule, match } : firstMatching(rest, visit);
  });
}

/** The pattern is one item: nothing in it parts it. */
function matchDomain(pattern: string, { host, item }: Visit): Later<ListMatch | Failure> {
  return after(expandOption(pattern, host), (expanded) => {
    if (expanded.kind === 'forced-fail') return { matched: false };
    if (expanded.kind !== 'text') return expanded;
    return host.lists.match('domain', textOf(item.domain, true), textOf(`<\u0001${expanded.text}`, expanded.tainted));
  });
}

function ruleOfData({ host }: Visit, data: string): Later<FoundRule | DriverVerdict> {
  return after(expandOption(data, host), (expanded): FoundRule | DriverVerdict => {
    if (expanded.kind === 'forced-fail') return { kind: 'decline' };
    if (expanded.kind !== 'text') return { kind: 'defer', message: `failed to expand "${data}": ${expanded.message}` };
    const rule = readRule(expanded.text, false);
    return rule === undefined || rule.hosts === '' ? { kind: 'decline' } : { rule };
  });
}

function routeTo(hostList: Text, options: RuleOptions, visit: Visit): Later<DriverVerdict> {
  return after(settleProps(visit), (props): Later<DriverVerdict> => {
    if ('kind' in props) return props;
    return after(transportFor(options, visit), (transport) =>
      isDeferred(transport) ? transport : routeBySettled(hostList, { options, props, transport }, visit),
    );
  });
}

interface Settled {
  readonly options: RuleOptions;
  readonly props: Propagated;
  readonly transport: Driver | undefined;
}

function routeBySettled(hostList: Text, { options, props, transport }: Settled, visit: Visit): Later<DriverVerdict> {
  const { world, router } = visit;
  const verifies = world.purpose.startsWith('verify-') || world.purpose === 'expn';
  if (isLocal(transport)) {
    // For a local transport the list is only a text, which ends up in $host.
    const hosts = hostList.text === '' ? [] : [{ name: hostList.text }];
    return acceptWith(visit, { props, hosts }, transport);
  }
  if (hostList.text === '') {
    if (verifies) return { kind: 'accept', transport, hosts: [], props, facts: {} };
    const message = `error in ${router.name} router: no host(s) specified for domain ${visit.item.domain}`;
    world.log?.(message, MAIN);
    return { kind: 'defer', message };
  }
  return after(hostsFor(hostList, options, visit), (hosts): DriverVerdict => {
    if ('kind' in hosts) return hosts;
    if (transport === undefined && !verifies) {
      world.log?.(`Error in ${router.name} router: no transport defined`, MAIN);
      return { kind: 'defer', message: 'error in router: transport missing' };
    }
    return { kind: 'accept', transport, hosts, props, facts: {} };
  });
}

function transportFor(options: RuleOptions, visit: Visit): Later<Driver | undefined | Deferred> {
  if (options.transport !== undefined) return transportNamed(visit.world.configuration.transports, options.transport);
  return after(findTransport(visit, 'transport', false), (found) => (found.kind === 'defer' ? found : found.transport));
}

const isDeferred = (found: Driver | undefined | Deferred): found is Deferred => found?.kind === 'defer';

type Hosts = readonly RoutedHost[] | DriverVerdict;

function hostsFor(hostList: Text, options: RuleOptions, visit: Visit): Later<Hosts> {
  const { router, host } = visit;
  const facts = { option: 'hosts_randomize', where: `${router.name} router`, otherwise: false };
  const randomizes = options.randomize ?? expandBoolean(router.settings.get(facts.option)?.value, host, facts);
  return after(randomizes, (isAny) =>
    typeof isAny === 'boolean' ? listedHosts(hostList, isAny, options, visit) : isAny,
  );
}

function listedHosts(hostList: Text, randomizes: boolean, options: RuleOptions, visit: Visit): Later<Hosts> {
  const { router, host, world } = visit;
  const listed = readHostList(hostList.text, randomizes, world, host.random);
  const failure = (text(router, 'host_find_failed') ?? 'freeze') as FailureWord;
  const found = lookUpHosts(listed, { how: options.how, onFailure: failure, families: options.families }, visit);
  return after(found, (hosts) => {
    if ('kind' in hosts || hosts.length > 0) return hosts;
    const word = (text(router, 'host_all_ignored') ?? 'defer') as FailureWord;
    const message = `lookup failed for all hosts in ${router.name} router: host_find_failed=ignore host_all_ignored=${word}`;
    return onFailure(word, message);
  });
}
