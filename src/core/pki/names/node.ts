/**
 * What `tls.checkServerIdentity` of Node decides, which HTTPS and nodemailer rely on: dNSNames where there are any, else
 * every common name. A wildcard may be a part of the first label where that holds no `xn--`; the name has three labels or
 * more. Addresses are for iPAddress alone.
 *
 * As Node 20 has it. Newer ones read the name as a URL's host first, by which a name that ends in a number, or has an `xn--`
 * that decodes to nothing, is nobody's; Node 22.23 finds no IPv6 address that way, either.
 */
import { type Candidates, matchAddress, matchAmong } from './among.ts';
import { type Comparison, fitsPartial, foldCase, matched, near, OTHER } from './labels.ts';
import { type Presented, presentedBy } from './presented.ts';
import type { NameRule } from './types.ts';
import { count, printable } from './words.ts';

export const node: NameRule = {
  name: 'node',
  spec: 'Node.js API, tls.checkServerIdentity',
  match(certificate, reference) {
    const presented = presentedBy(certificate);
    if (reference.kind === 'ip') return matchAddress(presented, reference.octets);
    return matchAmong(candidatesOf(presented), compare, reference.name);
  },
};

function candidatesOf({ dnsIds, commonNames }: Presented): Candidates {
  return dnsIds.length > 0
    ? { kind: 'dNSName', values: dnsIds }
    : { kind: 'common name', values: commonNames, remark: 'there is no dNSName, so each common name counts' };
}

function compare(presented: string, name: string): Comparison {
  const pattern = foldCase(presented).replace(/\.$/, '');
  const labels = pattern.split('.');
  if (labels.includes('')) return near('has an empty label');
  if (/[^\x21-\x7f.]/.test(pattern)) return near('has an octet in it that is no visible ASCII');
  const [first = '', ...rest] = labels;
  const [label = '', ...others] = name.split('.');
  if (rest.join('.') !== others.join('.')) return farther(pattern, name);
  if (!first.includes('*') || first.includes('xn--')) return first === label ? matched(false) : OTHER;
  if (first.indexOf('*') !== first.lastIndexOf('*')) return near('has more than one wildcard');
  if (labels.length < 3) return near('is a wildcard above a single label, which covers nothing');
  return fitsPartial(first, label) ? matched(true) : OTHER;
}

/** The rest differs: a wildcard that would fit with other labels is worth a word. */
function farther(pattern: string, name: string): Comparison {
  const dot = pattern.indexOf('.');
  const rest = pattern.slice(dot);
  if (dot < 0 || !pattern.slice(0, dot).includes('*') || !name.endsWith(rest)) return OTHER;
  const labels = name.slice(0, -rest.length).split('.').length;
  return near(`covers one label, and ${printable(name)} has ${count(labels)}`);
}
