/** Options of the smtp transport for one delivery: lists of hosts, and texts expanded for a host. */
import {
  after,
  type ExpansionHost,
  expandOption,
  type Failure,
  isFailure,
  type Later,
  textOf,
} from '../../expand/index.ts';
import { text } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import { deliveryVariables } from '../variables.ts';
import type { HostFacts, Target } from './host-facts.ts';

/** Expansions of a delivery, the host at hand being known. */
export function hostOf(delivery: Delivery, world: TransportWorld, facts?: HostFacts): ExpansionHost {
  return world.host(delivery.message, deliveryVariables(delivery, facts?.variables));
}

/** Is a host in the list of this option? What cannot be found out counts as no. */
export function isInList(
  { transport }: Delivery,
  option: string,
  target: Target,
  expansions: ExpansionHost,
): Later<boolean> {
  const list = text(transport, option);
  if (list === undefined || list === '') return false;
  if (list === '*') return true;
  return after(expandOption(list, expansions), (expanded) => {
    if (expanded.kind !== 'text') return false;
    if (expanded.text === '*') return true;
    const found = expansions.lists.match('host', textOf(target.address, true), expanded, target.name);
    return after(found, (match) => !isFailure(match) && match.matched);
  });
}

/** Undefined: it is not set, empty, or made to fail. */
export function expandedText(
  { transport }: Delivery,
  option: string,
  expansions: ExpansionHost,
): Later<string | undefined | Failure> {
  const written = text(transport, option);
  if (written === undefined || written === '') return undefined;
  return after(expandOption(written, expansions), (expanded) => {
    if (expanded.kind === 'forced-fail') return undefined;
    if (expanded.kind !== 'text') return expanded;
    return expanded.text === '' ? undefined : expanded.text;
  });
}
