/** `dns_check_names_pattern`: a name that is not so is one that the DNS could not have, and is not asked for (Exim spec §14). */
import { domainToASCII } from 'node:url';
import { isFailure, patternOf, search } from '../expand/index.ts';

/**
 * May the DNS be asked for it? Names of PTR and TXT records are not held to it, as with Exim.
 *
 * @param written  the option; undefined: Exim's own pattern, empty: any name may be asked for
 */
export function isDnsName(name: string, written: string | undefined): boolean {
  if (written === '') return true;
  const ascii = asAscii(name);
  if (written === undefined) return ascii.replace(/\.$/, '').split('.').every(isLabel);
  const pattern = patternOf(written, false);
  return isFailure(pattern) || search(pattern, written, ascii) !== undefined;
}

export const asAscii = (name: string): string =>
  /[\x80-\xff]/.test(name) ? domainToASCII(Buffer.from(name, 'latin1').toString('utf8')) || name : name;

/** Exim's own pattern: parts begin and end with a letter, a digit or an underscore. */
const isLabel = (label: string): boolean => /^\w(?:[a-z0-9/_-]*\w)?$/i.test(label);
