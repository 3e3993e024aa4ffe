/** Addresses that routing gave, each settled already or put into a delivery with those that can go with it. */

import { createPace } from '../../../base/index.ts';
import type { Driver } from '../../config/index.ts';
import type { Later } from '../../expand/index.ts';
import { ERRNO, isDue } from '../../retry/index.ts';
import { isLocal, type SpecialDelivery, transportNamed } from '../../route/index.ts';
import { isSettled, type StoredRecipient } from '../../spool/index.ts';
import { textOption } from '../options.ts';
import { localKey } from '../retry/keys.ts';
import { type Look, nowOf } from '../round.ts';
import type { Settled } from '../settled.ts';
import { type Batch, createBatches } from './batch.ts';
import { inRoutingOrder } from './order.ts';
import { type Relayed, relayedOf } from './relayed.ts';
import { type RoutedSlice, waitingRecipients } from './route.ts';
import { goesNowhere, isSpecial, mailboxOf, type Target, transportOf, uniqueOf } from './target.ts';

export interface Plan {
  readonly settled: readonly Settled[];
  /** One after the other, in this order. */
  readonly local: readonly Batch[];
  readonly remote: readonly Batch[];
  /** Addresses that are delivered to by another's delivery, or were before. */
  readonly doubles: readonly Double[];
  readonly relayed: readonly Relayed[];
}

/** Mailboxes that were served, or given up. */
export interface Served {
  /** In attempts before this one: nothing more is done for them. */
  readonly before: ReadonlySet<string>;
  /** In this one; planning adds to them. */
  readonly now: Set<string>;
}

export interface Double {
  readonly recipient: StoredRecipient;
  /** What it has in common with the other. */
  readonly unique: string;
}

export async function planDeliveries(
  round: Look,
  routed: RoutedSlice,
  served: Served = servedBefore(round),
): Promise<Plan> {
  const settled = [...routed.settled];
  const doubles: Double[] = [];
  const batches = createBatches(round, routed.targets.length > 1);
  const pace = createPace();
  const isDouble = (target: Target): boolean => {
    const mailbox = mailboxOf(uniqueOf(target));
    if (!served.before.has(mailbox) && !served.now.has(mailbox)) {
      served.now.add(mailbox);
      return false;
    }
    doubles.push({ recipient: target.recipient, unique: uniqueOf(target) });
    batches.join(target);
    return true;
  };
  const going: Target[] = [];
  for (const target of inRoutingOrder(routed.targets, looksAtQueueDomains(round))) {
    const ended = early(target, routed);
    const mayBeDouble = isSpecial(target) || served.before.has(mailboxOf(uniqueOf(target)));
    if (ended === undefined) going.push(target);
    else if (!mayBeDouble || !isDouble(target)) settled.push(ended);
  }
  for (const target of going.toReversed()) {
    const rest = pace();
    if (rest !== undefined) await rest;
    if (isDouble(target)) continue;
    const due = localNotDue(round, target);
    const ended = due instanceof Promise ? await due : due;
    if (ended !== undefined) {
      settled.push(ended);
      continue;
    }
    const added = batches.add(target);
    const wrong = added instanceof Promise ? await added : added;
    if (wrong !== undefined) settled.push(misgrouped(round, target, wrong.problem));
  }
  return { settled, doubles, relayed: relayedOf(routed.targets), ...withBypassedFirst(batches.made()) };
}

type Made = Pick<Plan, 'local' | 'remote'>;

/** What goes to /dev/null is done with while addresses are still routed. */
function withBypassedFirst({ local, remote }: Made): Made {
  const isBypassed = ({ targets }: Batch): boolean => targets.some(goesNowhere);
  if (!local.some(isBypassed)) return { local, remote };
  return { local: [...local.filter(isBypassed), ...local.filter((batch) => !isBypassed(batch))], remote };
}

/** Not in queue runs, nor where no retry time counts. */
const looksAtQueueDomains = ({ ports, how }: Look): boolean =>
  how.isQueueRun !== true && how.isForced !== true && textOption(ports.configuration, 'queue_domains') !== undefined;

function misgrouped({ ports }: Look, target: Target, text: string): Settled {
  const transport = transportNamed(ports.configuration.transports, transportOf(target) ?? '');
  return {
    target,
    status: 'deferred',
    errno: ERRNO.unknown,
    text,
    ...(transport !== undefined && { transport }),
    retries: [],
    forgets: [],
  };
}

/** Of addresses made of recipients for whom something is still to be done. */
export function servedBefore(round: Look): Served {
  const before = new Set<string>();
  if (round.stored.progress.length > 0) {
    const waiting = new Set(waitingRecipients(round).map(({ address }) => address));
    for (const progress of round.stored.progress)
      if (isSettled(progress) && !waiting.has(progress.address)) before.add(mailboxOf(progress.address));
  }
  return { before, now: new Set() };
}

/** What routing itself ended. */
function early(target: Target, { known }: RoutedSlice): Settled | undefined {
  const { routed, recipient } = target;
  const { outcome } = routed;
  const forgets = known.get(recipient.address) ?? [];
  switch (outcome.kind) {
    case 'discard':
      return { target, status: 'discarded', retries: [], forgets };
    case 'fail': {
      const { message, userMessage, logsNothing } = outcome;
      return {
        target,
        status: 'failed',
        text: message,
        ...(userMessage !== undefined && { userText: userMessage }),
        logsNothing,
        retries: [],
        forgets,
      };
    }
    case 'defer':
      return deferredByRouting(target, outcome);
    case 'special':
      return outcome.delivery.problem === undefined && outcome.delivery.allowed
        ? undefined
        : unfit(target, outcome.delivery);
    default:
      return undefined;
  }
}

function deferredByRouting(
  target: Target,
  {
    message,
    userMessage,
    errno = ERRNO.unknown,
    freezes,
    logsNothing,
    retriesByAddress,
  }: Extract<Target['routed']['outcome'], { kind: 'defer' }>,
): Settled {
  const { address, domain } = target.routed;
  if (NOT_ROUTED.has(errno)) return notRouted(target, errno, message);
  const key = `R:${retriesByAddress ? address : domain}`;
  return {
    target,
    status: 'deferred',
    errno,
    text: message,
    ...(userMessage !== undefined && { userText: userMessage }),
    freezes,
    logsNothing,
    retries: [{ key, isHost: false, errno, moreErrno: 0, text: message, domain }],
    waitsFor: [key],
    forgets: [],
  };
}

/** Redirection has made an address that was not even routed: no router has said anything that there were to remember. */
const NOT_ROUTED: ReadonlySet<number> = new Set([ERRNO.held, ERRNO.queueDomain, ERRNO.routingRetry]);

function notRouted(target: Target, errno: number, text: string): Settled {
  const stage = errno === ERRNO.held ? {} : ({ stage: 'routing' } as const);
  return { target, status: 'deferred', ...stage, errno, text, userText: text, retries: [], forgets: [] };
}

const FORBIDDEN: Readonly<Record<SpecialDelivery['kind'], string>> = {
  pipe: 'delivery to pipe forbidden',
  file: 'delivery to file forbidden',
  directory: 'delivery to file forbidden',
  reply: 'autoreply forbidden',
};

function unfit(target: Target, { problem, kind, allowed }: SpecialDelivery): Settled {
  if (allowed && problem !== undefined)
    return { target, status: 'deferred', errno: ERRNO.noTransport, text: problem, retries: [], forgets: [] };
  return { target, status: 'failed', text: FORBIDDEN[kind], retries: [], forgets: [] };
}

/** In a queue run, a local delivery that failed waits for its time. */
function localNotDue(round: Look, target: Target): Later<Settled | undefined> {
  const { how, ports } = round;
  const name = transportOf(target);
  const transport = name === undefined ? undefined : transportNamed(ports.configuration.transports, name);
  if (transport === undefined) return misconfigured(target, name);
  if (!isLocal(transport)) return undefined;
  if (how.isQueueRun !== true || how.isForced === true) return undefined;
  return waitsItsTime(round, target, transport);
}

async function waitsItsTime(round: Look, target: Target, transport: Driver): Promise<Settled | undefined> {
  const { book } = round;
  const { routed } = target;
  const key = localKey(transport, routed.address, routed.domain);
  const record = await book.find(key);
  if (record === undefined || record.expired || isDue(record, nowOf(round))) return undefined;
  if (await book.isUltimate(key, routed.domain, record)) return undefined;
  const text = 'Retry time not yet reached';
  return {
    target,
    status: 'deferred',
    errno: ERRNO.localRetry,
    text,
    userText: record.text,
    transport,
    retries: [],
    forgets: [],
  };
}

function misconfigured(target: Target, name: string | undefined): Settled {
  const text = name === undefined ? 'no transport was chosen' : `there is no transport ${name}`;
  return { target, status: 'deferred', errno: ERRNO.unknown, text, freezes: true, retries: [], forgets: [] };
}
