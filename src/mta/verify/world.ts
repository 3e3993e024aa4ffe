/** The surroundings of a transport while it only asks: no host waits for its time, and no mail of our own is made. */
import { err } from '../../base/index.ts';
import type { CalloutWorld } from './types.ts';

export const calloutWorld = (parts: Omit<CalloutWorld, 'mayTry' | 'submit' | 'localAddresses'>): CalloutWorld => ({
  ...parts,
  // A callout to this host itself is no loop.
  localAddresses: () => [],
  mayTry: () => 'now',
  submit: async () => err({ message: 'a callout hands in no mail' }),
});
