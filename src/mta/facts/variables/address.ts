/** Variables about the address at hand. */
import { asciiLowerCase } from '../../../base/index.ts';
import type { Reads } from './types.ts';

export const ADDRESS_READS: Reads = {
  local_part: ({ address }) =>
    address === undefined || address.isCaseful ? address?.localPart : asciiLowerCase(address.localPart),
  domain: ({ address }) => address?.domain,
};
