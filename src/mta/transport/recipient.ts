/** Recipients as they are written where a message goes: in RCPT, in envelopes. */
import type { DeliveryRecipient } from './types.ts';

/**
 * An address for RCPT: the affixes that routers took off are left out unless `rcpt_include_affixes` is set. A file, a command
 * or a reply is no address: what it was made of is.
 */
export function rcptAddress(recipient: DeliveryRecipient, includesAffixes: boolean): string {
  const { special, parent, original, address, prefix = '', suffix = '' } = recipient;
  if (special !== undefined) return parent ?? original;
  if (includesAffixes || (prefix === '' && suffix === '')) return address;
  const at = address.lastIndexOf('@');
  return address.slice(prefix.length, at - suffix.length) + address.slice(at);
}
