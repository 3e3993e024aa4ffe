/** Who is asked for, and in whose name. */
import { mainValue } from '../config/index.ts';
import type { CalloutTask } from './types.ts';

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Empty: the null path, which is what answers nothing and starts no loop of callouts. */
export function senderOf({ callout, party, options }: CalloutTask): string {
  if (callout.mailFrom !== undefined) return callout.mailFrom;
  if (callout.from === 'sender') return party.sender;
  if (callout.from === 'postmaster')
    return `postmaster@${String(mainValue(options.configuration, 'qualify_domain') ?? party.activeHostname)}`;
  return '';
}
