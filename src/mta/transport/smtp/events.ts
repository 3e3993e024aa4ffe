/** Events of the transport (Exim spec ch. "Events"): raised where its `event_action` may want to know. */
import type { EventName } from '../../event/index.ts';
import { after, type Later } from '../../expand/index.ts';
import type { AddressVariables } from '../../route/index.ts';
import { text } from '../settings.ts';
import type { Delivery, DeliveryRecipient } from '../types.ts';
import { deliveryVariables } from '../variables.ts';
import { type HostFacts, NO_TLS } from './host-facts.ts';
import type { Errand } from './load.ts';

export interface RaisedEvent {
  readonly name: EventName;
  readonly data: string;
  /** `$event_defer_errno`. */
  readonly errno?: number;
  /** Of tls:cert: the one at hand, PEM. */
  readonly certificate?: string;
}

const ADDRESS: ReadonlySet<string> = new Set(['local_part', 'domain']);

const ACTIONS = ['event_action', 'tpda_host_defer_action'] as const;

/** Of one recipient in particular: his is the address, while the rest is what all have in common. */
interface AboutOne {
  readonly about?: DeliveryRecipient;
}

/** Of these `$transport_name` is known no more, as with Exim: behind what was told of one that was put off. */
const nameless = new WeakSet<Delivery>();

/** Hosts to fall back on are a delivery of their own. */
export const recallNames = (delivery: Delivery): void => void nameless.delete(delivery);

/** Somebody wants to know of them. */
export const isHeard = ({ delivery: { transport }, world }: Errand): boolean =>
  world.tellsEvents === true || ACTIONS.some((action) => text(transport, action) !== undefined);

/** @returns what the event forces; undefined: nothing */
export function raise(
  { delivery, world, about }: Errand & AboutOne,
  facts: HostFacts,
  event: RaisedEvent,
): Later<string | undefined> {
  const { name, data, errno } = event;
  const { transport, message } = delivery;
  if (world.event === undefined || !isHeard({ delivery, world })) return undefined;
  const own = about === undefined ? undefined : deliveryVariables({ ...delivery, recipients: [about] });
  const known = variablesOf(event, facts);
  const isNameless = nameless.has(delivery);
  const variables = deliveryVariables(delivery, (wanted) => {
    if (wanted === 'transport_name' && isNameless && !name.startsWith('msg:')) return '';
    return own !== undefined && ADDRESS.has(wanted) ? own(wanted) : known(wanted);
  });
  if (name.endsWith('defer')) nameless.add(delivery);
  const said = world.event({ name, data, message, transport, variables, ...(errno !== undefined && { errno }) });
  return after(said, (forced) => (forced === '' ? undefined : forced));
}

/**
 * What connections are about knows no router, and while certificates are looked at there is no handshake yet, as with Exim.
 */
function variablesOf({ name, certificate }: RaisedEvent, facts: HostFacts): AddressVariables {
  if (name.startsWith('msg:')) return facts.variables;
  return (wanted) => {
    if (wanted === 'router_name') return '';
    if (certificate === undefined) return facts.variables(wanted);
    if (wanted === 'tls_out_peercert') return certificate;
    const part = /^tls_out_(?!sni|tlsa_usage)(.*)/.exec(wanted)?.[1];
    return part === undefined ? facts.variables(wanted) : (NO_TLS[part] ?? '');
  };
}
