/** Documentation addresses for the lab's hosts, IPv4 and IPv6 in pairs (RFC 5737, RFC 3849). */

export interface AddressPair {
  readonly v4: string;
  readonly v6: string;
}

/** The web server that the certificates of the lab point at, and where its policies are. */
export const WEB_ADDRESS: AddressPair = { v4: '192.0.2.56', v6: '2001:db8::56' };

/** 254 addresses each of 192.0.2.0/24 from .64 up (below live the name servers), and of 198.51.100.0/24. */
const CAPACITY = 254 - 63 + 254;

/** Hands out a pair per call, always in the same order, so that the lab's map is the same at each start. */
export function addressSource(): () => AddressPair {
  let taken = 0;
  return () => {
    if (taken === CAPACITY) throw new Error(`the lab has addresses for ${CAPACITY} hosts`);
    const index = taken++;
    const v4 = index < 191 ? `192.0.2.${64 + index}` : `198.51.100.${index - 190}`;
    return { v4, v6: `2001:db8::${(0x100 + index).toString(16)}` };
  };
}
