/** What earlier callouts have found out, as far as it answers this one (Exim spec §44.46, "Callout caching"). */
import { type CalloutCache, NO_CACHE } from './cache.ts';
import { domainOf } from './parties.ts';
import type { CalloutCall, CalloutTask } from './types.ts';

export interface Remembered {
  readonly answer?:
    | { readonly came: 'ok' }
    | { readonly came: 'fail'; readonly failure: 'mail' | 'postmaster' | 'recipient' }
    | { readonly came: 'random' };
  /** Still to be asked. */
  readonly random: boolean;
  readonly postmaster: boolean;
}

/** Where `no_cache` stands, nothing is looked up and nothing is kept. */
export const cacheFor = ({ callout, options }: CalloutTask): CalloutCache => (callout.cache ? options.cache : NO_CACHE);

export async function recall(task: CalloutCall): Promise<Remembered> {
  const { callout } = task;
  const cache = cacheFor(task);
  const domain = await cache.domain(domainOf(task.address));
  const open = {
    random: callout.random && domain?.takesAll === undefined,
    postmaster: callout.postmaster !== undefined && domain?.postmaster !== 'ok',
  };
  if (domain?.refusesBounces === true && task.sender === '')
    return { ...open, answer: { came: 'fail', failure: 'mail' } };
  if (callout.random && domain?.takesAll === true) return { ...open, answer: { came: 'random' } };
  if (callout.postmaster !== undefined && domain?.postmaster === 'fail')
    return { ...open, answer: { came: 'fail', failure: 'postmaster' } };
  const address = await cache.address(addressKey(task));
  if (address === 'fail') return { ...open, answer: { came: 'fail', failure: 'recipient' } };
  return address === 'ok' && !open.postmaster ? { ...open, answer: { came: 'ok' } } : open;
}

/** With another sender than nobody the answer may be another. */
export function addressKey({ address, sender }: CalloutCall): string {
  return `${address}${sender === '' ? '' : `/<${sender}>`}`;
}
