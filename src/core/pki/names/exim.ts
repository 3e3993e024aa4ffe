/**
 * Exim's own rule for `tls_verify_cert_hostnames` (reference: Exim spec ch. "The smtp transport"; in 4.85 EXPERIMENTAL_CERTNAMES): dNSNames only
 * where there are any, else each common name; letters without case. One wildcard, as the whole first label of a name of
 * three labels or more, stands for one label.
 *
 * An Exim built with GnuTLS or with a newer OpenSSL leaves the comparison to its library, which differs at the edges.
 */
import { type Candidates, matchAmong } from './among.ts';
import { type Comparison, compareWholeLabel, foldCase, matched, near, OTHER } from './labels.ts';
import { type Presented, presentedBy } from './presented.ts';
import type { NameRule } from './types.ts';
import { printable } from './words.ts';

export const exim: NameRule = {
  name: 'exim',
  spec: 'Exim spec ch. "The smtp transport", tls_verify_cert_hostnames',
  match(certificate, reference) {
    if (reference.kind === 'ip') return { match: false, reason: 'Exim compares names, and this is an address' };
    return matchAmong(candidatesOf(presentedBy(certificate)), compare, reference.name);
  },
};

function candidatesOf({ dnsIds, commonNames }: Presented): Candidates {
  return dnsIds.length > 0
    ? { kind: 'dNSName', values: dnsIds }
    : { kind: 'common name', values: commonNames, remark: 'there is no dNSName, so each common name counts' };
}

function compare(presented: string, name: string): Comparison {
  const nul = presented.indexOf('\0');
  if (nul >= 0)
    return near(`has a NUL octet in it, and matches nothing: some would read ${printable(presented.slice(0, nul))}`);
  const pattern = foldCase(presented);
  if (!pattern.includes('*')) return compareWhole(pattern, name);
  if (!/^\*\.[^*]+$/.test(pattern))
    return near('has a wildcard that is not the whole first label, which covers nothing');
  const labels = pattern.split('.').filter((label) => label !== '');
  if (labels.length < 3) return near('is a wildcard in a name of fewer than three labels, which covers nothing');
  return compareWholeLabel(pattern, name);
}

function compareWhole(pattern: string, name: string): Comparison {
  if (pattern === name) return matched(false);
  return pattern === `${name}.` ? near('ends in a dot, and the name is compared without one') : OTHER;
}
