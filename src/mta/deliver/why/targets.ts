/** What a queue run would do now of each address that routing has found. */
import { systemErrorText } from '../../../base/index.ts';
import { isLocal } from '../../route/index.ts';
import { isSettled } from '../../spool/index.ts';
import { type Delivery, hostsToTry } from '../../transport/index.ts';
import { transportWorldOf } from '../attempt/world.ts';
import type { Batch } from '../plan/batch.ts';
import type { Plan } from '../plan/plan.ts';
import { type Target, transportOf, uniqueOf } from '../plan/target.ts';
import { hostKey, localKey, messageKey } from '../retry/keys.ts';
import type { Look } from '../round.ts';
import { knownOf } from '../settle/progress.ts';
import type { Settled } from '../settled.ts';
import { retriesOf } from './retries.ts';
import type { Next, WhyHost, WhyRetry, WhyTarget } from './types.ts';

export function targetFinder(look: Look, plan: Plan): (target: Target) => Promise<WhyTarget> {
  const settled = new Map(plan.settled.map((one) => [one.target, one]));
  const batches = new Map([...plan.local, ...plan.remote].flatMap((batch) => batch.targets.map((one) => [one, batch])));
  const hosts = new Map<Batch, Promise<HostsOf>>();
  return async (target) => {
    const named = namesOf(target);
    const ended = settled.get(target);
    if (ended !== undefined) return { ...named, ...(await endedOf(look, ended)) };
    const batch = batches.get(target);
    if (batch === undefined)
      return {
        ...named,
        next: 'double',
        because: whyDouble(look, target),
        hosts: [],
        retries: [],
      };
    if (!hosts.has(batch)) hosts.set(batch, hostsOf(look, batch));
    return {
      ...named,
      ...verdictOf(batch.delivery, await hosts.get(batch)!),
      retries: await ownRetries(look, target, batch),
    };
  };
}

function whyDouble(look: Look, target: Target): string {
  const before = knownOf(look).get(uniqueOf(target));
  if (before === undefined || !isSettled(before)) return 'the delivery to the same address serves it';
  return before.status === 'failed'
    ? `it failed before, and its sender was told: ${before.text ?? ''}`.replace(/: $/, '')
    : 'it was delivered to before';
}

function namesOf(target: Target): Pick<WhyTarget, 'address' | 'router' | 'transport'> {
  const { outcome, address } = target.routed;
  const transport = transportOf(target);
  const router = 'router' in outcome ? outcome.router : undefined;
  return {
    address,
    ...(router !== undefined && router !== '' && { router }),
    ...(transport !== undefined && { transport }),
  };
}

type Verdict = Pick<WhyTarget, 'next' | 'because' | 'hosts'>;

const NEXT: Readonly<Record<Settled['status'], Next>> = {
  delivered: 'try',
  discarded: 'discard',
  deferred: 'wait',
  failed: 'fail',
};

/** What routing itself has ended, or a local delivery whose time has not come. */
async function endedOf(look: Look, ended: Settled): Promise<Verdict & Pick<WhyTarget, 'retries'>> {
  const { status, text = '', errno = 0, freezes, transport, target } = ended;
  const words = text === '' && errno > 0 ? systemErrorText(errno) : text;
  const because = freezes === true ? `${words} (and the message is frozen)` : words;
  const { address, domain } = target.routed;
  const keys = transport === undefined ? ended.retries.map(({ key }) => key) : [localKey(transport, address, domain)];
  return { next: NEXT[status], because, hosts: [], retries: await retriesOf(look, keys, domain) };
}

type HostsOf = { readonly hosts: readonly WhyHost[] } | { readonly problem: string };

/** Undefined hosts: it goes to none. */
async function hostsOf(look: Look, { delivery, targets }: Batch): Promise<HostsOf> {
  if (isLocal(delivery.transport)) return { hosts: [] };
  const world = transportWorldOf(look);
  const found = await hostsToTry(delivery, world);
  if (!found.ok) return { problem: found.error };
  const hosts: WhyHost[] = [];
  const domain = targets[0]?.routed.domain;
  for (const host of found.value) {
    const key = hostKey(host);
    const retries = await retriesOf(look, [key, messageKey(key, look.stored.id)], domain);
    const isUsable = host.unusable === undefined && host.address !== undefined;
    const may = isUsable ? await world.mayTry(host, delivery.recipients[0]!.domain) : 'unusable';
    hosts.push({ host, may, retries });
  }
  return { hosts };
}

function verdictOf({ transport }: Delivery, found: HostsOf): Verdict {
  if ('problem' in found) return { next: 'wait', because: found.problem, hosts: [] };
  const { hosts } = found;
  if (isLocal(transport)) return { next: 'try', because: `${transport.name} delivers it on this host`, hosts };
  const first = hosts.find(({ may }) => may === 'now') ?? hosts.find(({ may }) => may === 'expired');
  if (first === undefined) {
    const isTimed = hosts.some(({ may }) => may === 'later');
    return { next: 'wait', because: isTimed ? 'the time of none of its hosts has come' : 'no host can be used', hosts };
  }
  const { name, address, port } = first.host;
  const where = `${name} [${address}]${port === undefined ? '' : `:${port}`}`;
  const because =
    first.may === 'now'
      ? `${where} is tried`
      : `${where} is tried once more: it has failed for so long that another failure is final`;
  return { next: 'try', because, hosts };
}

/** Of the address itself, beside those of its hosts: a 4xx to RCPT, a local delivery that failed. */
function ownRetries(
  look: Look,
  { routed: { address, domain } }: Target,
  { delivery }: Batch,
): Promise<readonly WhyRetry[]> {
  const { transport } = delivery;
  const { sender } = look.stored;
  const keys = isLocal(transport)
    ? [localKey(transport, address, domain)]
    : [`R:${domain}`, `R:${address}`, `R:${address}:<${sender}>`];
  return retriesOf(look, keys, domain);
}
