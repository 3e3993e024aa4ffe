/**
 * RFC 6125, the rule of 2011 to 2023: DNS-IDs; a common name only where there is no DNS-ID, SRV-ID or URI-ID (§6.4.4). A
 * wildcard may also be a part of the left-most label, though not of an A-label (§6.4.3).
 *
 * Addresses are not its matter (§1.7.2); they are compared as RFC 2818 §3.1 has it.
 */
import { type Candidates, matchAddress, matchAmong } from './among.ts';
import {
  type Comparison,
  compareWholeLabel,
  fitsPartial,
  flawOf,
  foldCase,
  isALabel,
  matched,
  NO_HOST,
  near,
  OTHER,
} from './labels.ts';
import { type Presented, presentedBy, readable, unreadable } from './presented.ts';
import type { NameRule } from './types.ts';
import { listed, printable, remarks } from './words.ts';

export const rfc6125: NameRule = {
  name: 'rfc6125',
  spec: 'RFC 6125 §6',
  match(certificate, reference) {
    const presented = presentedBy(certificate);
    if (reference.kind === 'ip') return matchAddress(readable(presented), reference.octets, unreadable(presented));
    const candidates = candidatesOf(presented);
    return matchAmong(candidates, candidates.kind === 'dNSName' ? compareDnsId : compareCnId, reference.name);
  },
};

/** §6.4.4: the common name is a last resort. */
function candidatesOf(presented: Presented): Candidates {
  const { dnsIds, srvIds, uriIds, commonNames, isMalformed } = presented;
  if (!isMalformed && dnsIds.length + srvIds + uriIds === 0) {
    return { kind: 'common name', values: commonNames, remark: 'there is no dNSName, so the common name counts' };
  }
  const isLeftOut = dnsIds.length === 0 && commonNames.length > 0;
  const kind = uriIds > 0 ? 'a URI-ID' : 'an SRV-ID';
  const why = isMalformed ? undefined : `there is ${kind}, so the common name (${listed(commonNames)}) does not count`;
  const passedOver = remarks(isLeftOut ? why : undefined, unreadable(presented));
  return { kind: 'dNSName', values: readable(presented).dnsIds, ...(passedOver !== undefined && { passedOver }) };
}

/** A common name that is no domain name is somebody's name, and nothing to wonder at (§2.3.1). */
function compareCnId(presented: string, name: string): Comparison {
  const isText = flawOf(presented) !== undefined && !/\0|[^\x00-\x7f]/.test(presented);
  return isText ? OTHER : compareDnsId(presented, name);
}

function compareDnsId(presented: string, name: string): Comparison {
  const flaw = flawOf(presented);
  if (flaw !== undefined) return near(flaw);
  const pattern = foldCase(presented);
  if (!pattern.includes('*')) return pattern === name ? matched(false) : OTHER;
  if (name.includes('*')) return NO_HOST;
  if (!/^[^*.]*\*[^*.]*\.[^*]+$/.test(pattern)) {
    return near(pattern === '*' ? 'is a wildcard without a domain' : 'has a wildcard outside of the left-most label');
  }
  return pattern.startsWith('*.') ? compareWholeLabel(pattern, name) : comparePartial(pattern, name);
}

/** §6.4.3 rule 3: `baz*`, `*baz`, `b*z`, but no part of an A-label. */
function comparePartial(pattern: string, name: string): Comparison {
  const [first = '', ...rest] = pattern.split('.');
  const [label = '', ...others] = name.split('.');
  if (rest.join('.') !== others.join('.')) return OTHER;
  if (isALabel(first)) return near('has a wildcard inside an A-label, which covers nothing');
  if (!fitsPartial(first, label)) return OTHER;
  return isALabel(label) ? near(`covers no part of an A-label such as ${printable(label)}`) : matched(true);
}
