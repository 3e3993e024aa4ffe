/**
 * `mua_wrapper`: all recipients to one smart host, in one transaction and at once, or to none (Exim spec ch. 52). There is one
 * answer, for whoever hands the message in; nothing waits, nothing is remembered of hosts, and nobody is written to.
 */
import { systemErrorText } from '../../base/index.ts';
import { entry, MAIN } from '../log/index.ts';
import { ERRNO } from '../retry/index.ts';
import { attemptDeliveries } from './attempt/attempt.ts';
import { followDomains } from './message/changed-domains.ts';
import { textOption } from './options.ts';
import { type Plan, planDeliveries } from './plan/plan.ts';
import { routeRecipients } from './plan/route.ts';
import { originOf } from './plan/target.ts';
import type { Round } from './round.ts';
import { complete, type Ended } from './settle/settle.ts';
import { tell } from './settle/tell.ts';
import type { Settled } from './settled.ts';

const NOTHING = { attempted: [], settled: [] };

/** It did not go to everybody, and is thrown away. */
export interface Unwrapped {
  readonly kind: 'refused';
  /** For standard error, with its line end. */
  readonly aside: string;
}

export async function deliverWrapped(begun: Round): Promise<{ readonly kind: Ended } | Unwrapped> {
  const routing = routeRecipients(begun, undefined, Number.POSITIVE_INFINITY);
  const routed = await routing.next();
  const round = await followDomains(begun, routing.changed);
  const planned = await planDeliveries(round, routed, { before: new Set(), now: new Set() });
  const plan = { ...planned, settled: inTurn(round, planned.settled) };
  await tell(round, plan.settled);
  const aside = whyNotAtOnce(round, plan) ?? (await sendAll(round, plan));
  const ended = await complete(round, NOTHING);
  return aside === undefined ? { kind: ended } : { kind: 'refused', aside };
}

/**
 * As Exim comes to them, since the last one is named: first what is held, then what is queued, from the last recipient to the
 * first; then what was routed, in the other direction where `queue_domains` had all of them looked at once before.
 */
function inTurn({ ports: { configuration } }: Round, settled: readonly Settled[]): readonly Settled[] {
  const of = (errno: number) => settled.filter((one) => one.errno === errno);
  const routed = settled.filter(({ errno }) => errno !== ERRNO.held && errno !== ERRNO.queueDomain);
  const isTurned = textOption(configuration, 'queue_domains') !== undefined;
  return [...of(ERRNO.held), ...of(ERRNO.queueDomain).toReversed(), ...(isTurned ? routed.toReversed() : routed)];
}

/** What keeps it from being one delivery; the log has it then. */
function whyNotAtOnce(round: Round, { settled, local, remote }: Plan): string | undefined {
  const failed = settled.findLast(({ status }) => status === 'failed');
  const deferred = settled.findLast(({ status }) => status === 'deferred');
  const [batch] = local;
  if (batch !== undefined) return misrouted(round, originOf(batch.targets[0]!), 'local');
  if (deferred !== undefined) return misrouted(round, originOf(deferred.target), 'deferred', reasonOf(deferred));
  if (failed !== undefined) {
    const isItself = failed.target.parents.length === 0;
    return misrouted(round, originOf(failed.target), 'failed', reasonOf(failed), isItself);
  }
  if (remote.length <= 1) return undefined;
  log(round, '** mua_wrapper is set but recipients cannot all be delivered in one transaction');
  return 'delivery to smarthost failed (configuration problem)\n';
}

/** Of the address that was given; what is wrong with one made of it is in the log alone. */
const reasonOf = ({ target, text }: Settled): string | undefined => (target.parents.length === 0 ? text : undefined);

function misrouted(round: Round, address: string, how: string, reason?: string, isLogged = false): string {
  const text = `routing ${address} yielded a ${how} delivery`;
  if (!isLogged) log(round, `** ${address} ${text.slice(0, 7)} ${text.slice(text.indexOf('yielded'))}`);
  return `${text}${reason === undefined ? '' : `: ${reason}`}\n`;
}

const log = ({ ports, stored }: Round, text: string): void => ports.log(entry('failure', {}, text, MAIN), stored.id);

/** @returns what is said where it did not go to all of them */
async function sendAll(round: Round, plan: Plan): Promise<string | undefined> {
  const all: Settled[] = [];
  await attemptDeliveries(
    round,
    plan,
    () => {},
    async (settled) => {
      const final = settled.map(asFinal);
      await tell(round, final);
      all.push(...final);
      return true;
    },
  );
  const failed = all.findLast(({ status }) => status === 'failed');
  return failed === undefined ? undefined : `Delivery failed: ${whyFailed(failed)}\n`;
}

const asFinal = (settled: Settled): Settled =>
  settled.status === 'deferred' ? { ...settled, status: 'failed' } : settled;

function whyFailed({ errno = 0, text, outcome }: Settled): string {
  const { name, address } = outcome?.host ?? {};
  const words = [errno > 0 ? systemErrorText(errno) : undefined, text].filter((word) => word !== undefined);
  const host = name === undefined ? '' : `H=${name} [${address}]: `;
  return `${host}${words.length > 0 ? words.join(': ') : 'unknown error'}`;
}
