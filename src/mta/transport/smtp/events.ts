/** Events of the transport (Exim spec ch. "Events"): raised where its `event_action` may want to know. */
import type { EventName } from '../../event/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { text } from '../settings.ts';
import { deliveryVariables } from '../variables.ts';
import type { HostFacts } from './host-facts.ts';
import type { Errand } from './load.ts';

export interface RaisedEvent {
  readonly name: EventName;
  readonly data: string;
  /** `$event_defer_errno`. */
  readonly errno?: number;
}

const ACTIONS = ['event_action', 'tpda_host_defer_action'] as const;

/** @returns what the event forces; undefined: nothing */
export function raise(
  { delivery, world }: Errand,
  facts: HostFacts,
  { name, data, errno }: RaisedEvent,
): Later<string | undefined> {
  const { transport, message } = delivery;
  if (world.event === undefined) return undefined;
  if (world.tellsEvents !== true && !ACTIONS.some((action) => text(transport, action) !== undefined)) return undefined;
  const variables = deliveryVariables(delivery, facts.variables);
  const said = world.event({ name, data, message, transport, variables, ...(errno !== undefined && { errno }) });
  return after(said, (forced) => (forced === '' ? undefined : forced));
}
