/** Looks at a message as the next queue run will: routed, planned, and each host asked for its time, and nothing is changed. */
import { ok, type Result } from '../../../base/index.ts';
import { type Routed, routeAddress } from '../../route/index.ts';
import { isSettled, type Progress, type SpoolError, type StoredRecipient } from '../../spool/index.ts';
import { fateOf, frozenTimes } from '../frozen.ts';
import { lookAt } from '../look.ts';
import { type Plan, planDeliveries } from '../plan/plan.ts';
import { routeWorldOf, targetOf, waitingRecipients, whyUnrouted } from '../plan/route.ts';
import { isLeaf, type Target } from '../plan/target.ts';
import type { DeliverPorts } from '../ports.ts';
import { routingKeys } from '../retry/keys.ts';
import type { Look } from '../round.ts';
import { retriesOf } from './retries.ts';
import { targetFinder } from './targets.ts';
import type { Why, WhyRecipient } from './types.ts';

export async function whyMessage(id: string, given: DeliverPorts): Promise<Result<Why, SpoolError>> {
  const { spool } = given;
  const read = await spool.read(id);
  if (!read.ok) return read;
  const stored = read.value;
  // What routing has to say of the configuration is in the log already, from when it was delivered.
  const { openDebug: _, ...ports } = given;
  const look = lookAt(stored, { isQueueRun: true, keepsTrail: true }, { ...ports, log: () => {} });
  const claimedUntilMs = await spool.claimedUntil(id);
  return ok({
    stored,
    attempts: await spool.attempts(id),
    log: ((await spool.messageLog(id)) ?? '').split('\n').filter((line) => line !== ''),
    ...(claimedUntilMs !== undefined && { claimedUntilMs }),
    fate: fateOf(look),
    ...(stored.frozenAtMs !== undefined && { frozenTimes: frozenTimes(look) }),
    recipients: await recipientsOf(look),
  });
}

async function recipientsOf(look: Look): Promise<readonly WhyRecipient[]> {
  const waiting = new Set(waitingRecipients(look));
  const routed: Unplanned[] = [];
  for (const recipient of look.stored.recipients)
    routed.push(waiting.has(recipient) ? await route(look, recipient) : { recipient, targets: [] });
  const plan = await planOf(look, routed);
  const find = targetFinder(look, plan);
  const found: WhyRecipient[] = [];
  for (const { recipient, targets, ...more } of routed)
    found.push({
      address: recipient.address,
      ...progressOf(look, recipient),
      ...more,
      targets: await Promise.all(targets.map(find)),
    });
  return found;
}

interface Unplanned extends Pick<WhyRecipient, 'routed' | 'waits'> {
  readonly recipient: StoredRecipient;
  readonly targets: readonly Target[];
}

/** The routers are asked also for an address whose time has not come: who asks why wants to know what they say. */
async function route(look: Look, recipient: StoredRecipient): Promise<Unplanned> {
  const unrouted = targetOf(recipient);
  const waits = await whyUnrouted(look, unrouted, new Map());
  const routed = await routeAddress(recipient.address, routeWorldOf(look), { errorsTo: recipient.errorsTo });
  if (waits === undefined) return { recipient, routed, targets: [...targetsOf(recipient, routed)] };
  const { address, domain } = unrouted.routed;
  const retries = await retriesOf(look, routingKeys(address, domain, look.stored.sender), domain);
  return { recipient, routed, waits: { because: waits.text ?? '', retries }, targets: [] };
}

/** @param parents  the nearest first */
function* targetsOf(recipient: StoredRecipient, routed: Routed, parents: readonly Routed[] = []): Generator<Target> {
  const { outcome } = routed;
  if (isLeaf(routed)) yield { recipient, routed, parents };
  if (outcome.kind === 'redirect' || outcome.kind === 'fail')
    for (const child of outcome.children) yield* targetsOf(recipient, child, [routed, ...parents]);
}

const planOf = (look: Look, all: readonly Unplanned[]): Promise<Plan> =>
  planDeliveries(look, {
    targets: all.flatMap(({ targets }) => targets),
    settled: [],
    known: new Map(),
    isLast: true,
  });

function progressOf({ stored }: Look, { address }: StoredRecipient): { readonly progress?: Progress } {
  const all = stored.progress.filter((one) => one.address === address);
  const progress = all.find(isSettled) ?? all[0];
  return progress === undefined ? {} : { progress };
}
