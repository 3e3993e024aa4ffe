/**
 * Does the certificate name the host, for DANE-TA over SMTP (RFC 7672 §3.2.2, §3.2.3; RFC 6125 §6 as it applies)?
 *
 * DNS-IDs count; a common name only where there is no DNS-ID. A wildcard is a whole first label and stands for one label;
 * above a single label (`*.org`) it stands for nothing, as OpenSSL has it, and so Postfix and Exim.
 */
import type { Certificate } from '../certificate.ts';

export type NameMatch =
  | { readonly matched: true; readonly reference: string; readonly identifier: string; readonly from: 'san' | 'cn' }
  | { readonly matched: false; readonly presented: readonly string[] };

/** @param references  A-labels, lower case, no trailing dot; any of them will do */
export function matchDaneName({ extensions, commonNames }: Certificate, references: readonly string[]): NameMatch {
  const from = extensions.dnsNames.length > 0 ? 'san' : 'cn';
  const presented = from === 'san' ? extensions.dnsNames : commonNames;
  for (const reference of references) {
    const identifier = presented.find((candidate) => names(candidate, reference));
    if (identifier !== undefined) return { matched: true, reference, identifier, from };
  }
  return { matched: false, presented };
}

function names(presented: string, reference: string): boolean {
  const pattern = presented.toLowerCase().replace(/\.$/, '');
  if (pattern === reference) return reference !== '' && !pattern.includes('*');
  if (!pattern.startsWith('*.') || pattern.indexOf('*', 1) >= 0 || !pattern.includes('.', 2)) return false;
  const dot = reference.indexOf('.');
  return dot > 0 && reference.slice(dot) === pattern.slice(1);
}
