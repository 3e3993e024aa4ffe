/** What is said of an address that was routed. */
import { type Finding, findingRows, say } from '../../base/index.ts';
import type { RouteData } from './data.ts';

const row = findingRows('route');
const SPEC = ['Exim spec ch. "Generic options for routers"'];

const routed = row(
  'routed',
  'ok',
  'The address can be delivered to',
  'A router took the address, or addresses made of it: it goes to a transport, or is discarded on purpose.',
  SPEC,
);

const failed = row(
  'failed',
  'error',
  'The address cannot be delivered to',
  'No router took the address, or one that looked at it said that it fails. Mail for it would be bounced, and refused where recipients are verified. An address of those it leads to counts as well.',
  SPEC,
  'Look with --explain at which router should have taken it, and which of its preconditions failed.',
);

const deferred = row(
  'deferred',
  'unknown',
  'It cannot be decided now where the address goes',
  'A look-up gave no answer, or something in the configuration or in a file it reads is wrong. Mail for the address would wait in the queue.',
  SPEC,
  'The message names what was asked; a mistake in the configuration waits until it is mended.',
);

export const routeFindings = [routed, failed, deferred];

/** One for each address that fails or waits; else that all is well. */
export function findingsOf(data: RouteData): readonly Finding[] {
  const troubles = troublesIn(data);
  return troubles.length > 0 ? troubles : [say(routed, { detail: data.address })];
}

/** A list of thousands of bad addresses is said to be one after this many. */
const MAX_TOLD = 100;

function troublesIn(data: RouteData): readonly Finding[] {
  const found: Finding[] = [];
  const walk = (node: RouteData): void => {
    if (found.length >= MAX_TOLD) return;
    const def = node.outcome === 'fail' ? failed : node.outcome === 'defer' ? deferred : undefined;
    if (def !== undefined) found.push(say(def, { detail: `${node.address}: ${node.message ?? ''}` }));
    for (const child of node.children ?? []) walk(child);
  };
  walk(data);
  return found;
}
