/** A callout as a delivery of one recipient, which is what transports know how to go about. */
import { err } from '../../base/index.ts';
import type { Driver } from '../config/index.ts';
import type { AcceptedOutcome } from '../route/index.ts';
import { missing } from '../spool/index.ts';
import type { Errand } from '../transport/index.ts';
import type { CalloutTask, CalloutWorld } from './types.ts';

export const transportOf = ({ options }: CalloutTask, { transport }: AcceptedOutcome): Driver | undefined =>
  options.configuration.transports.find(({ name }) => name === transport);

interface Way {
  readonly transport: Driver;
  readonly outcome: AcceptedOutcome;
  readonly world: CalloutWorld;
}

export function errandOf({ party, routed, given }: CalloutTask, { transport, outcome, world }: Way): Errand {
  const { address, localPart, domain, prefix, suffix, props } = routed;
  const recipient = {
    ...{ address, localPart, domain, original: given },
    ...(prefix !== undefined && { prefix }),
    ...(suffix !== undefined && { suffix }),
  };
  return {
    delivery: {
      transport,
      message: {
        get stored() {
          return party.stored();
        },
        body: async () => err(missing(party.stored().id)), // it is still to come
      },
      sender: party.sender,
      recipients: [recipient],
      hosts: outcome.hosts,
      facts: outcome.facts,
      props,
      router: outcome.router,
    },
    world: {
      ...world,
      host: (_message, variables) => ({
        ...party.host,
        variable: (name) => variables(name) ?? party.host.variable(name),
      }),
    },
  };
}
