/** What all that is done for one delivery has in hand. */
import type { Octets, OutgoingContent } from '../content/outgoing.ts';
import type { Delivery, TransportWorld } from '../types.ts';

/** One delivery, and whom to ask. */
export interface Errand {
  readonly delivery: Delivery;
  readonly world: TransportWorld;
}

export interface Load extends Errand {
  readonly content: OutgoingContent;
  /** The content as it goes out, signatures in front; may be read again. */
  readonly octets: () => Octets;
}
