/** Variables about the address at hand. */
import type { Reads } from './types.ts';

export const ADDRESS_READS: Reads = {
  local_part: ({ address }) => (address?.isCaseful === true ? address.localPart : address?.localPart.toLowerCase()),
  domain: ({ address }) => address?.domain,
};
