/** shadow_transport: a second local transport gets a copy of what the first has delivered; its outcome is only told. */
import { systemErrorText } from '../../base/index.ts';
import { expandOption, isFailure } from '../expand/index.ts';
import { TRANSPORTS } from './registry.ts';
import { text } from './settings.ts';
import type { Deliver, Delivery, RecipientOutcome, TransportWorld } from './types.ts';
import { deliveryVariables } from './variables.ts';

/** ` ST=name`, with what went wrong in parentheses; and its return path: Exim tells the last that was used, of both. */
export type Shadow = Pick<RecipientOutcome, 'shadow' | 'returnPath'>;

/** @returns undefined: there is none, or not this time */
export async function shadowOf(
  delivery: Delivery,
  world: TransportWorld,
  deliver: Deliver,
): Promise<Shadow | undefined> {
  const name = text(delivery.transport, 'shadow_transport');
  if (name === undefined || !(await isWanted(delivery, world))) return undefined;
  const shadow = world.configuration.transports.find((transport) => transport.name === name);
  if (shadow === undefined || TRANSPORTS[shadow.driver]?.kind !== 'local') {
    world.log(`shadow transport "${name}" not found `, true);
    return undefined;
  }
  const settings = new Map([...shadow.settings].filter(([option]) => !OF_THE_FIRST.has(option)));
  const report = await deliver({ ...delivery, transport: { ...shadow, settings } }, world);
  const [outcome] = report.outcomes;
  const returnPath = outcome?.returnPath;
  return { shadow: ` ST=${name}${troubleOf(outcome)}`, ...(returnPath !== undefined && { returnPath }) };
}

/** A shadow casts none, and what it says comes back to nobody. */
const OF_THE_FIRST: ReadonlySet<string> = new Set([
  'shadow_transport',
  'return_output',
  'return_fail_output',
  'log_output',
  'log_fail_output',
  'log_defer_output',
]);

async function isWanted({ transport, ...delivery }: Delivery, world: TransportWorld): Promise<boolean> {
  const written = text(transport, 'shadow_condition');
  if (written === undefined) return true;
  const host = world.host(delivery.message, deliveryVariables({ transport, ...delivery }));
  const expanded = await expandOption(written, host);
  if (isFailure(expanded)) {
    const what = expanded.kind === 'forced-fail' ? undefined : expanded.message;
    if (what !== undefined)
      world.log(`failed to expand condition "${written}" for ${transport.name} transport: ${what}`, true);
    return false;
  }
  return !/^(?:|0|no|false)$/i.test(expanded.text);
}

function troubleOf(outcome: RecipientOutcome | undefined): string {
  if (outcome === undefined || outcome.status === 'delivered') return '';
  const { errno = 0, text: why } = outcome;
  const system = errno > 0 ? systemErrorText(errno) : undefined;
  if (system === undefined) return ` (${why ?? 'unknown error'})`;
  return ` (${why === undefined ? system : `${system}: ${why}`})`;
}
