/**
 * RFC 9525, the rule of today: DNS-IDs and IP-IDs, never the common name. A wildcard is the whole left-most label and stands
 * for one label; what is written otherwise is ignored (§6.3).
 *
 * Which suffixes are public is not its matter (§7.1), so `*.org` covers `example.org`; most verifiers refuse that one.
 */
import { type Candidates, matchAddress, matchAmong } from './among.ts';
import { type Comparison, compareWholeLabel, flawOf, foldCase, matched, NO_HOST, near, OTHER } from './labels.ts';
import { type Presented, presentedBy, readable, unreadable } from './presented.ts';
import type { NameRule } from './types.ts';
import { listed, remarks } from './words.ts';

export const rfc9525: NameRule = {
  name: 'rfc9525',
  spec: 'RFC 9525 §6',
  match(certificate, reference) {
    const presented = presentedBy(certificate);
    if (reference.kind === 'ip') return matchAddress(readable(presented), reference.octets, unreadable(presented));
    return matchAmong(dnsIdsOf(presented), compareDnsId, reference.name);
  },
};

/** §6.3. */
export function compareDnsId(presented: string, name: string): Comparison {
  const flaw = flawOf(presented);
  if (flaw !== undefined) return near(flaw);
  const pattern = foldCase(presented);
  if (!pattern.includes('*')) return pattern === name ? matched(false) : OTHER;
  if (pattern === '*') return near('is a wildcard without a domain, and covers nothing');
  if (!/^\*\.[^*]+$/.test(pattern)) return near('has a wildcard that is not the whole left-most label, and is ignored');
  return name.includes('*') ? NO_HOST : compareWholeLabel(pattern, name);
}

function dnsIdsOf(presented: Presented): Candidates {
  const { dnsIds, commonNames } = presented;
  const leftOut =
    dnsIds.length === 0 && commonNames.length > 0
      ? `the common name (${listed(commonNames)}) does not count`
      : undefined;
  const passedOver = remarks(leftOut, services(presented), unreadable(presented));
  return { kind: 'dNSName', values: readable(presented).dnsIds, ...(passedOver !== undefined && { passedOver }) };
}

/** SRV-IDs and URI-IDs speak for a service, and none was asked for (§6.5). */
function services({ srvIds, uriIds }: Presented): string | undefined {
  if (srvIds + uriIds === 0) return undefined;
  const kinds = [...(srvIds > 0 ? ['SRV-IDs'] : []), ...(uriIds > 0 ? ['URI-IDs'] : [])];
  return `${kinds.join(' and ')} are not compared, since no service was named`;
}
