/** The argument DOMAIN of commands that look at what a domain publishes. */
import { addressFamily } from '../../base/index.ts';
import { type Name, parseName } from '../../core/dns/index.ts';
import type { Fields } from './fields.ts';

export function readPolicyDomain(fields: Fields): Name {
  const text = fields.text('domain', 'a domain such as example.org');
  return text === '' ? '' : readDomainName(text, fields);
}

/** '' with a problem noted, where the text is no domain. */
export function readDomainName(text: string, fields: Fields): Name {
  const problem = text.includes('@')
    ? `"${text}" is a mail address: give what is behind the "@"`
    : addressFamily(text) !== 0
      ? `"${text}" is an address, and a domain is wanted`
      : undefined;
  if (problem === undefined) return fields.take(parseName(text), '');
  fields.problem(problem);
  return '';
}
