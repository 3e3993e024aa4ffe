/**
 * Does the certificate name the host, for DANE-TA over SMTP (RFC 7672 §3.2.2, §3.2.3; RFC 6125 §6 as it applies)?
 *
 * DNS-IDs count; a common name only where there is no DNS-ID. A wildcard is a whole first label and stands for one label;
 * above a single label (`*.org`) it stands for nothing, as OpenSSL has it, and so Postfix and Exim.
 */
import type { Certificate } from '../certificate.ts';
import { type Candidates, matchAmong } from './among.ts';
import { type Comparison, compareWholeLabel, flawOf, foldCase, matched, NO_HOST, near, OTHER } from './labels.ts';
import { presentedBy, readable, unreadable } from './presented.ts';
import type { NameRule } from './types.ts';
import { listed, remarks } from './words.ts';

export const rfc7672: NameRule = {
  name: 'rfc7672',
  spec: 'RFC 7672 §3.2.3',
  match(certificate, reference) {
    if (reference.kind === 'ip')
      return { match: false, reason: 'DANE goes by the names of hosts, and this is an address' };
    return matchAmong(candidatesOf(certificate), compare, reference.name);
  },
};

function candidatesOf(certificate: Certificate): Candidates {
  const presented = presentedBy(certificate);
  const { dnsIds } = readable(presented);
  const { isMalformed, commonNames } = presented;
  if (dnsIds.length === 0 && !isMalformed) {
    return { kind: 'common name', values: commonNames, remark: 'there is no dNSName, so the common name counts' };
  }
  const leftOut =
    isMalformed && commonNames.length > 0 ? `the common name (${listed(commonNames)}) does not count` : undefined;
  const passedOver = remarks(unreadable(presented), leftOut);
  return { kind: 'dNSName', values: dnsIds, ...(passedOver !== undefined && { passedOver }) };
}

function compare(presented: string, name: string): Comparison {
  const pattern = foldCase(presented).replace(/\.$/, '');
  const flaw = flawOf(pattern);
  if (flaw !== undefined) return near(flaw);
  if (!pattern.includes('*')) return pattern === name ? matched(false) : OTHER;
  if (name.includes('*')) return NO_HOST;
  if (!/^\*\.[^*]+$/.test(pattern))
    return near('has a wildcard that is not the whole first label, which covers nothing');
  if (!pattern.includes('.', 2)) return near('is a wildcard above a single label, which covers nothing');
  return compareWholeLabel(pattern, name);
}
