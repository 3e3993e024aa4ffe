/** Events of the transport (Exim spec ch. "Events"): raised where its `event_action` may want to know. */
import type { Later } from '../../expand/index.ts';
import { text } from '../settings.ts';
import type { TransportEvent } from '../types.ts';
import { deliveryVariables } from '../variables.ts';
import type { HostFacts } from './host-facts.ts';
import type { Errand } from './load.ts';

/** @returns what the event forces; undefined: nothing */
export function raise(
  { delivery, world }: Errand,
  facts: HostFacts,
  event: Pick<TransportEvent, 'name' | 'data'>,
): Later<string | undefined> {
  const { transport, message } = delivery;
  if (world.event === undefined || text(transport, 'event_action') === undefined) return undefined;
  return world.event({ ...event, message, transport, variables: deliveryVariables(delivery, facts.variables) });
}
