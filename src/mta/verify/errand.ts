/** What is asked about as a delivery of one recipient, which is what transports know how to go about. */
import { err } from '../../base/index.ts';
import type { Driver } from '../config/index.ts';
import { hostAs, hostConfiguration } from '../host/index.ts';
import type { AcceptedOutcome, Routed } from '../route/index.ts';
import { missing } from '../spool/index.ts';
import type { Delivery, Errand, TransportWorld } from '../transport/index.ts';
import type { CalloutTask, CalloutWorld, VerifierOptions, VerifyParty } from './types.ts';

export const transportOf = ({ configuration }: VerifierOptions, { transport }: AcceptedOutcome): Driver | undefined =>
  configuration.transports.find(({ name }) => name === transport);

interface Way {
  readonly transport: Driver;
  readonly outcome: AcceptedOutcome;
  readonly world: CalloutWorld;
}

export const errandOf = (task: CalloutTask, { transport, outcome, world }: Way): Errand => ({
  delivery: deliveryOf(task, transport, outcome),
  world: { ...world, host: hostOf(task) },
});

interface Asked {
  readonly party: VerifyParty;
  readonly routed: Routed;
  /** The address as it was asked for. */
  readonly given: string;
}

export function deliveryOf({ party, routed, given }: Asked, transport: Driver, outcome: AcceptedOutcome): Delivery {
  const { address, localPart, domain, prefix, suffix, props } = routed;
  const recipient = {
    ...{ address, localPart, domain, original: given },
    ...(prefix !== undefined && { prefix }),
    ...(suffix !== undefined && { suffix }),
  };
  return {
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
  };
}

/** The session's expansions, with what is known of the delivery before them. */
export const hostOf =
  ({ party, options }: Pick<CalloutTask, 'party' | 'options'>): TransportWorld['host'] =>
  (_message, variables, askAs) => ({
    ...(askAs === undefined ? party.host : hostAs(party.host, askAs, hostConfiguration(options.configuration))),
    variable: (name) => variables(name) ?? party.host.variable(name),
  });
