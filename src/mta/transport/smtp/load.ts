/** What all that is done for one delivery has in hand. */
import type { Octets } from '../content/outgoing.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import type { HostFacts } from './host-facts.ts';

/** One delivery, and whom to ask. */
export interface Errand {
  readonly delivery: Delivery;
  readonly world: TransportWorld;
}

/** Of one message, as each host is to have it. */
export interface HostContent {
  /** As it goes out to this host, signatures in front; may be read again. */
  readonly octets: (facts: HostFacts) => () => Octets;
  readonly close: () => Promise<void>;
}

export interface Load extends Errand {
  readonly content: HostContent;
}
