/** The same address in another domain, as a child: domains are completed, widened, or led somewhere else. */
import { makeItem } from './item.ts';
import type { Item } from './types.ts';

export function changeDomain(item: Item, domain: string): Item {
  const localPart = item.address.slice(0, item.address.lastIndexOf('@'));
  return makeItem(`${localPart}@${domain}`, item, item.props, item.isTainted);
}
