/** Variables about the address at hand. */
import { asciiLowerCase } from '../../../base/index.ts';
import { unquoted } from '../address.ts';
import type { Reads } from './types.ts';

export const ADDRESS_READS: Reads = {
  local_part: ({ address }) => {
    if (address === undefined) return undefined;
    const localPart = unquoted(address.localPart);
    return address.isCaseful ? localPart : asciiLowerCase(localPart);
  },
  domain: ({ address }) => address?.domain,
};
