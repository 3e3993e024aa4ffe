/** DMARC and Authentication-Results: what is written into a field, and what may be taken from one (RFC 8601 §2.7). */
import type { MethodResult, Property } from '../authres/index.ts';
import { domainOf } from './author.ts';
import type { EvalData } from './eval.ts';
import type { Identifier } from './evaluate.ts';

/** `dmarc=fail (p=reject dis=none) header.from=example.org` */
export function dmarcMethodResult({ result, policy, disposition, authorDomain }: EvalData): MethodResult {
  const comment = policy === undefined ? undefined : `${policy.tag}=${policy.asked} dis=${disposition}`;
  return {
    method: 'dmarc',
    result,
    ...(comment !== undefined && { comment }),
    properties: authorDomain === undefined ? [] : [{ type: 'header', name: 'from', value: authorDomain }],
  };
}

const IDENTIFIER_OF: Readonly<Record<Identifier['mechanism'], Omit<Property, 'value'>>> = {
  spf: { type: 'smtp', name: 'mailfrom' },
  dkim: { type: 'header', name: 'd' },
};

/** Of results that were given with nothing but a domain. */
export const identifierResults = (identifiers: readonly Identifier[]): readonly MethodResult[] =>
  identifiers.map(({ mechanism, result, domain }) => ({
    method: mechanism,
    result,
    properties: [{ ...IDENTIFIER_OF[mechanism], value: domain }],
  }));

/** Properties that name the domain of a result, the one that counts first. */
const DOMAINS: Readonly<Record<Identifier['mechanism'], readonly string[]>> = {
  spf: ['smtp.mailfrom', 'smtp.helo'], // HELO for the null sender (RFC 7208 §2.4)
  dkim: ['header.d', 'header.i'],
};

/** Results of SPF and DKIM with their domains; one without a domain vouches for nobody. */
export function identifiersIn(results: readonly MethodResult[]): readonly Identifier[] {
  return results.flatMap(({ method, result, properties }) => {
    if (method !== 'spf' && method !== 'dkim') return [];
    const values = DOMAINS[method].map((wanted) => properties.find(({ type, name }) => `${type}.${name}` === wanted));
    const named = values.find((property) => property !== undefined && !/^(?:<>)?$/.test(property.value));
    const domain = named === undefined ? undefined : domainOf(named.value.replace(/^<(.*)>$/, '$1'));
    return domain === undefined ? [] : [{ mechanism: method, result, domain }];
  });
}
