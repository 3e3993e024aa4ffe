/** A callout: the hosts that routing found, what is known of them already, and what they say (Exim spec §44.43). */
import { addressFamily } from '../../base/index.ts';
import type { VerifyAnswer } from '../acl/index.ts';
import { driverValue, mainValue } from '../config/index.ts';
import { clean, isFailure } from '../expand/index.ts';
import type { AcceptedOutcome, RoutedHost } from '../route/index.ts';
import { accepted } from './accepted.ts';
import { failedBefore, refusedBy, unknownYet } from './answers.ts';
import { type CalloutOrder, callOut, type Probe, type ProbeAnswer } from './callout.ts';
import { expandFor } from './expanded.ts';
import { domainOf, senderOf } from './parties.ts';
import { addressKey, cacheFor, type Remembered, recall } from './remembered.ts';
import type { CalloutTask } from './types.ts';

type Driver = NonNullable<ReturnType<typeof transportOf>>;

export async function askHosts(task: CalloutTask): Promise<VerifyAnswer> {
  const { routed, options } = task;
  const yes = accepted(routed);
  if (options.callouts === undefined) return yes;
  if (routed.outcome.kind !== 'accept') return yes;
  const transport = transportOf(task, routed.outcome);
  if (transport === undefined || !['smtp', 'lmtp'].includes(transport.driver)) return yes; // what is ours is not asked
  const known = await recall(task);
  if (known.answer?.came === 'fail') return failedBefore(known.answer.failure);
  if (known.answer !== undefined) return known.answer.came === 'random' ? { ...yes, failure: 'random' } : yes;
  const hosts = await hostsOf(task, transport, routed.outcome);
  if (hosts.length === 0) return unknownYet(task, 'there is no host to ask');
  return ask(task, { ...(await orderFor(task, transport, hosts)), next: await planOf(task, known) }, yes);
}

const transportOf = ({ options }: CalloutTask, { transport }: AcceptedOutcome) =>
  options.configuration.transports.find(({ name }) => name === transport);

/** Those of the router, else (or with `hosts_override`) those that the transport names. */
async function hostsOf(task: CalloutTask, transport: Driver, outcome: AcceptedOutcome): Promise<readonly RoutedHost[]> {
  if (outcome.hosts.length > 0 && driverValue(transport, 'hosts_override') !== true) return outcome.hosts;
  const list = await expandFor(String(driverValue(transport, 'hosts') ?? ''), task.party);
  const names = (list ?? '').split(':').map((name) => name.trim());
  const found = await Promise.all(names.filter((name) => name !== '').map((name) => addressesOf(task, name)));
  return found.flat();
}

async function addressesOf({ options }: CalloutTask, name: string): Promise<readonly RoutedHost[]> {
  const addresses = addressFamily(name) === 0 ? await options.names.addressesOf(name) : [name];
  return (addresses ?? []).map((address) => ({ name, address }));
}

/** First somebody who cannot exist, then the address, then the postmaster whom every domain has (RFC 5321 §4.5.1). */
async function planOf(task: CalloutTask, { random, postmaster }: Remembered): Promise<CalloutOrder['next']> {
  const { address, callout } = task;
  const sender = senderOf(task);
  const nobody = random ? await randomAddress(task) : undefined;
  const asked = (kind: Probe['kind'], recipient: string): Probe => ({ kind, sender, recipient });
  const ofPostmaster = (recipient: string): Probe => ({
    kind: 'postmaster',
    sender: callout.postmaster?.mailFrom ?? '',
    recipient,
  });
  return (answers) => {
    const last = answers.at(-1);
    if (last === undefined) return nobody === undefined ? asked('address', address) : asked('random', nobody);
    if (last.refused !== undefined && last.refused.at !== 'rcpt') return undefined;
    if (last.probe.kind === 'random') return last.came === 'ok' ? undefined : asked('address', address);
    if (last.probe.kind === 'address')
      return last.came === 'ok' && postmaster ? ofPostmaster(`postmaster@${domainOf(address)}`) : undefined;
    const mayBeBare =
      last.came === 'fail' && callout.postmaster?.full === true && last.probe.recipient !== 'postmaster';
    return mayBeBare ? ofPostmaster('postmaster') : undefined;
  };
}

async function randomAddress({ options, party, address }: CalloutTask): Promise<string> {
  const written = String(mainValue(options.configuration, 'callout_random_local_part') ?? '');
  const localPart = (await expandFor(written, party)) ?? 'no-such-address';
  return `${localPart}@${domainOf(address)}`;
}

async function ask(task: CalloutTask, order: CalloutOrder, yes: VerifyAnswer): Promise<VerifyAnswer> {
  const ports = await task.options.callouts?.();
  if (ports === undefined) return unknownYet(task, 'there is no network here');
  const called = await callOut(ports, order);
  if (called.kind === 'unknown') return unknownYet(task, called.detail);
  const { answers } = called;
  for (const answer of answers) await keep(task, answer);
  const last = answers.at(-1)!;
  if (last.probe.kind === 'random' && last.came === 'ok') return { ...yes, failure: 'random' };
  if (last.came === 'ok') return yes;
  if (last.refused?.at === 'setup') return refusedBy(task, last, undefined);
  if (last.refused?.at === 'mail') return refusedBy(task, last, 'mail');
  // Of the two ways to write the postmaster the first is the one that is told.
  const first = answers.find(({ probe }) => probe.kind === last.probe.kind) ?? last;
  return refusedBy(task, first, last.probe.kind === 'postmaster' ? 'postmaster' : 'recipient');
}

async function keep(task: CalloutTask, { probe, came, refused }: ProbeAnswer): Promise<void> {
  const cache = cacheFor(task);
  const domain = domainOf(task.address);
  if (came === 'defer' || refused?.at === 'setup') return;
  if (refused?.at === 'mail') {
    if (probe.sender === '') await cache.keepDomain(domain, { refusesBounces: true }, false);
  } else if (probe.kind === 'random') await cache.keepDomain(domain, { takesAll: came === 'ok' }, true);
  else if (probe.kind === 'postmaster') await cache.keepDomain(domain, { postmaster: came }, came === 'ok');
  else await cache.keepAddress(addressKey(task), came);
}

async function orderFor(
  task: CalloutTask,
  transport: Driver,
  hosts: readonly RoutedHost[],
): Promise<Omit<CalloutOrder, 'next'>> {
  const { party, callout, address } = task;
  const text = async (option: string): Promise<string | undefined> =>
    expandFor(String(driverValue(transport, option) ?? ''), party);
  const [helo = '', port, source = ''] = [await text('helo_data'), await text('port'), await text('interface')];
  return {
    hosts,
    port: Number(port) || (driverValue(transport, 'protocol') === 'smtps' ? 465 : 25),
    protocol: driverValue(transport, 'protocol') === 'lmtp' || transport.driver === 'lmtp' ? 'lmtp' : 'esmtp',
    helo: helo === '' ? party.activeHostname : helo,
    ...(addressFamily(source) !== 0 && { source }),
    tls: (host) => tlsFor(task, transport, host),
    connectMs: callout.connectSeconds * 1000,
    timeoutMs: callout.timeoutSeconds * 1000,
    maxWaitMs: callout.maxWaitSeconds * 1000,
    smtpUtf8: /[^\x00-\x7f]/.test(`${address}${senderOf(task)}`),
  };
}

async function tlsFor(task: CalloutTask, transport: Driver, host: RoutedHost): ReturnType<CalloutOrder['tls']> {
  if (driverValue(transport, 'protocol') === 'smtps') return 'on-connect';
  const isIn = (option: string): Promise<boolean> => isListed(task, transport, option, host);
  if (await isIn('hosts_require_tls')) return 'required';
  return (await isIn('hosts_avoid_tls')) || (await isIn('hosts_verify_avoid_tls')) ? 'never' : 'optional';
}

async function isListed(
  { party }: CalloutTask,
  transport: Driver,
  option: string,
  { name, address }: RoutedHost,
): Promise<boolean> {
  const list = await expandFor(String(driverValue(transport, option) ?? ''), party);
  if (list === undefined || list === '') return false;
  const match = await party.host.lists.match('host', clean(address ?? ''), clean(list), name);
  return !isFailure(match) && match.matched;
}
