/** What a transport says of a recipient, and what is to be remembered of it. */

import { printable } from '../../log/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { isLocal } from '../../route/index.ts';
import type { DeliveryReport, HostAttempt, RecipientOutcome } from '../../transport/index.ts';
import type { Batch } from '../plan/batch.ts';
import type { Target } from '../plan/target.ts';
import type { RetryItem } from '../retry/hints.ts';
import { addressKey, domainKey, hostKey, localKey, messageKey, pairKey, routingKeys } from '../retry/keys.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';

/** What came of each, as the log tells of them. */
export function settledBy(round: Round, batch: Batch, report: DeliveryReport): readonly Settled[] {
  const order = report.order ?? [...batch.targets.keys()];
  return order.map((_, place) => settledOf(round, batch, report, order.slice(0, place + 1)));
}

/** @param upTo  indices of those before it, and its own */
function settledOf(round: Round, batch: Batch, report: DeliveryReport, upTo: readonly number[]): Settled {
  const index = upTo.at(-1)!;
  const target = batch.targets[index]!;
  const { transport } = batch.delivery;
  const outcome = report.outcomes[index] ?? lost(target);
  const { address, domain } = target.routed;
  const { sender } = round.stored;
  const retries = retriesOf(round, batch, target, report, outcome);
  const waitsFor = waitsForOf(retries, outcome, report);
  return {
    target,
    status: outcome.status,
    transport,
    outcome,
    hosts: report.hosts,
    tookMs: outcome.tookMs,
    isFurther: upTo.length > 1 && (outcome.status !== 'delivered' || isWithAnother(report, upTo)),
    errno: outcome.errno,
    moreErrno: outcome.moreErrno,
    text: outcome.text,
    userText: userTextOf(outcome),
    freezes: outcome.special === 'freeze',
    logsNothing: outcome.logsNothing,
    retries,
    waitsFor,
    forgets: [
      ...routingKeys(address, domain, sender),
      ...(isLocal(transport) ? [localKey(transport, address, domain)] : hostsThatWork(round, report)),
    ].filter((key) => outcome.status !== 'deferred' || key === domainKey(domain) || key.startsWith('T:')),
  };
}

/** Of the address or its local delivery; else of all its hosts, as far as they are known. */
function waitsForOf(
  retries: readonly RetryItem[],
  { status, retryBy }: RecipientOutcome,
  { hosts, knowsAllHosts }: DeliveryReport,
): readonly string[] | undefined {
  if (status !== 'deferred') return undefined;
  if (hosts.length === 0 || retryBy === 'address') return retries.slice(-1).map(({ key }) => key);
  return knowsAllHosts === true ? hosts.map(({ host }) => hostKey(host)) : undefined;
}

/** Another recipient was delivered in the same way before. */
function isWithAnother({ outcomes }: DeliveryReport, upTo: readonly number[]): boolean {
  const whereOf = (one: RecipientOutcome | undefined): string | undefined => one?.host?.address;
  const where = whereOf(outcomes[upTo.at(-1)!]);
  return upTo.slice(0, -1).some((at) => outcomes[at]!.status === 'delivered' && whereOf(outcomes[at]) === where);
}

/** What another host has said may be told, as far as it can be printed; of the rest, what the transport says may be. */
const userTextOf = ({ userText, reply, text }: RecipientOutcome): string | undefined =>
  userText ?? (reply === undefined || text === undefined ? undefined : printable(text));

const lost = ({ routed }: Target): RecipientOutcome => ({
  address: routed.address,
  status: 'deferred',
  errno: ERRNO.unknown,
  text: 'the transport says nothing of it',
  tookMs: 0,
});

function hostsThatWork({ stored }: Round, { hosts }: DeliveryReport): readonly string[] {
  return hosts
    .filter(({ result }) => result === 'ok')
    .flatMap(({ host }) => {
      const key = hostKey(host);
      return [key, messageKey(key, stored.id)];
    });
}

function retriesOf(
  { stored }: Round,
  { delivery }: Batch,
  target: Target,
  { hosts }: DeliveryReport,
  outcome: RecipientOutcome,
): readonly RetryItem[] {
  const { transport } = delivery;
  const { address, domain } = target.routed;
  const { errno = ERRNO.unknown, moreErrno = 0, text = '' } = outcome;
  const base = { errno, moreErrno, text, isHost: false };
  const ofHosts = hosts
    .filter(({ result, hasRefused }) => result === 'deferred' || hasRefused === true)
    .map((attempt) => hostItem(attempt, hostKey(attempt.host), { id: stored.id, domain }));
  if (outcome.status !== 'deferred') return ofHosts;
  if (isLocal(transport) && outcome.panic === true) return [];
  if (isLocal(transport)) return [{ ...base, key: localKey(transport, address, domain), domain }];
  if (outcome.retryBy !== 'address') return ofHosts;
  const withSender = transport.settings.get('address_retry_include_sender')?.value !== false;
  const key = withSender ? pairKey(address, stored.sender) : addressKey(address);
  return [...ofHosts, { ...base, key, domain, text: outcome.host === undefined ? text : hostText(outcome.host, text) }];
}

function hostItem(
  { host, errno = ERRNO.unknown, moreErrno = 0, text = '', ofMessage }: HostAttempt,
  key: string,
  { id, domain }: { readonly id: string; readonly domain: string },
): RetryItem {
  return {
    key: ofMessage === true ? messageKey(key, id) : key,
    isHost: ofMessage !== true,
    errno,
    moreErrno,
    isMx: host.mx !== undefined,
    text: hostText(host, text),
    domain,
  };
}

const hostText = ({ name, address }: HostAttempt['host'], text: string): string => `H=${name} [${address}]: ${text}`;
