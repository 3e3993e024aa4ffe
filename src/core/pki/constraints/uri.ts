/** URI subtrees (RFC 5280 §4.2.1.10): a host, or with a leading dot the hosts of a domain. */

/** Undefined where the URI has no host by name: it cannot be within, and a constraint on URIs forbids it. */
export function uriHost(uri: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1];
  const host = authority
    ?.replace(/^[^@]*@/, '')
    .replace(/:\d*$/, '')
    .toLowerCase();
  const isName = host !== undefined && /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/.test(host) && !/^[\d.]+$/.test(host);
  return isName ? host.replace(/\.$/, '') : undefined;
}

export function withinUri(uri: string, subtree: string): boolean {
  const host = uriHost(uri);
  const wanted = subtree.toLowerCase();
  if (host === undefined) return false;
  return wanted.startsWith('.') ? host.endsWith(wanted) && host.length > wanted.length : host === wanted;
}

export const isUriSubtree = (base: string): boolean => /^\.?[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(base);
