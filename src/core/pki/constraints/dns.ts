/** dNSName subtrees (RFC 5280 §4.2.1.10): any labels added on the left are within. */

/** A leading dot, which some authorities write against the RFC, asks for one label at least. */
export function withinDns(presented: string, subtree: string): boolean {
  const name = plain(presented);
  const base = plain(subtree);
  if (base === '' || name === base) return true;
  return name.endsWith(base.startsWith('.') ? base : `.${base}`);
}

/**
 * A wildcard is excluded where anything it stands for is: `*.example.org` by `mx.example.org`. It is permitted where all of
 * that is, which is where the wildcard itself is within, letter by letter.
 *
 * @see RFC 9525 §6.3 for what it stands for
 */
export function excludedDns(presented: string, subtree: string): boolean {
  if (withinDns(presented, subtree)) return true;
  const base = plain(subtree);
  const dot = base.indexOf('.');
  return presented.startsWith('*.') && dot > 0 && base.slice(dot + 1) === plain(presented.slice(2));
}

/** Labels of letters, digits and hyphens (RFC 1034 §3.5), or nothing, which is every name. */
export function isDnsSubtree(base: string): boolean {
  return base === '' || /^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/i.test(base);
}

const plain = (name: string): string => name.toLowerCase().replace(/(?<=.)\.$/, '');
