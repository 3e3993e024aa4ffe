/** rfc822Name subtrees (RFC 5280 §4.2.1.10): a mailbox, a host, or with a leading dot the hosts of a domain. */

export function withinMailbox(address: string, subtree: string): boolean {
  const at = address.lastIndexOf('@');
  const host = address.slice(at + 1).toLowerCase();
  const cut = subtree.lastIndexOf('@');
  const wanted = subtree.slice(cut + 1).toLowerCase();
  if (cut >= 0) return host === wanted && address.slice(0, at) === subtree.slice(0, cut); // the local part as written
  return wanted.startsWith('.') ? host.endsWith(wanted) && host !== wanted : host === wanted;
}

/** One at sign at most, and a host of labels. */
export function isMailboxSubtree(base: string): boolean {
  const [first, second, ...more] = base.split('@');
  if (more.length > 0 || first === undefined) return false;
  return second === undefined ? isHost(first.replace(/^\./, '')) : first !== '' && isHost(second);
}

/** One address: a local part, one at sign, a host. */
export function isMailbox(address: string): boolean {
  const [local, host, ...more] = address.split('@');
  return more.length === 0 && local !== undefined && local !== '' && host !== undefined && isHost(host);
}

const isHost = (text: string): boolean =>
  /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);
