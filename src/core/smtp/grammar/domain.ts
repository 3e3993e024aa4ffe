/** Domain = sub-domain *("." sub-domain) (RFC 5321 §4.1.2; U-labels by RFC 6531 §3.3). */
import { type GrammarProblem, quoted } from './error.ts';

/** RFC 5321 §4.5.3.1.2; RFC 1035 §2.3.4. */
const MAX_DOMAIN_OCTETS = 255;
const MAX_LABEL_OCTETS = 63;

/** Let-dig [Ldh-str]: no underscore. */
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const LABEL_UTF8 = /^[A-Za-z0-9\u0080-\uffff](?:[A-Za-z0-9\u0080-\uffff-]*[A-Za-z0-9\u0080-\uffff])?$/;

export interface DomainProblem {
  readonly problem: GrammarProblem;
  readonly message: string;
}

/** What is wrong with it, or undefined. */
export function domainProblem(domain: string, { utf8 }: { readonly utf8: boolean }): DomainProblem | undefined {
  if (!utf8 && /[^\x00-\x7f]/.test(domain))
    return { problem: 'not-ascii', message: 'a domain has characters beyond ASCII, which need SMTPUTF8' };
  if (Buffer.byteLength(domain) > MAX_DOMAIN_OCTETS)
    return { problem: 'domain', message: `a domain is longer than ${MAX_DOMAIN_OCTETS} octets` };
  const wrong = domain.split('.').find((label) => !(utf8 ? LABEL_UTF8 : LABEL).test(label) || isLong(label));
  return wrong === undefined ? undefined : { problem: 'domain', message: wrongLabel(wrong, domain) };
}

const isLong = (label: string): boolean => Buffer.byteLength(label) > MAX_LABEL_OCTETS;

function wrongLabel(label: string, domain: string): string {
  if (label === '') return `${quoted(domain)} has an empty label`;
  if (isLong(label)) return `a label of a domain is longer than ${MAX_LABEL_OCTETS} octets`;
  return `${quoted(label)} is no label of a domain`;
}
