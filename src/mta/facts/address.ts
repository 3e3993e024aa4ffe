/** The address that an ACL, a router or a transport is at. */
import { asciiLowerCase } from '../../base/index.ts';
import type { Text } from '../expand/index.ts';

export interface AddressFacts {
  /** As written; variables show it in small letters unless an ACL wants its case. */
  readonly localPart: string;
  isCaseful: boolean;
  readonly domain: string;
  /** What was set by name and lasts as long as the address is looked at. */
  readonly values: Map<string, string | Text>;
}

/** As variables and lists see a local part: what is quoted in it stands for itself (RFC 5321 §4.1.2). */
export const unquoted = (localPart: string): string =>
  /["\\]/.test(localPart) ? localPart.replace(/\\(.)|"/gs, '$1') : localPart;

/** @param address  without angle brackets; what has no `@` is a local part alone */
export function createAddress(address: string): AddressFacts {
  const at = address.lastIndexOf('@');
  const localPart = at < 0 ? address : address.slice(0, at);
  return {
    localPart,
    isCaseful: false,
    domain: at < 0 ? '' : asciiLowerCase(address.slice(at + 1)),
    values: new Map(),
  };
}
