/** iPAddress subtrees (RFC 5280 §4.2.1.10): an address and a mask of the same family. */

export function withinAddress(address: Uint8Array, subtree: Uint8Array): boolean {
  const { length } = address;
  if (subtree.length !== 2 * length) return false;
  return address.every((octet, i) => (octet & subtree[length + i]!) === (subtree[i]! & subtree[length + i]!));
}

/** 8 or 32 octets, and the mask is ones and then zeros (RFC 4632 §3.1). */
export function isAddressSubtree(subtree: Uint8Array): boolean {
  if (subtree.length !== 8 && subtree.length !== 32) return false;
  const bits = Array.from(subtree.subarray(subtree.length / 2), (octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}
