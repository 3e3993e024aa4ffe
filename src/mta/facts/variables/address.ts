/** Variables about the address at hand. */
import type { Reads } from './types.ts';

export const ADDRESS_READS: Reads = {
  local_part: ({ address }) => address?.localPart,
  domain: ({ address }) => address?.domain,
};
