/** A person's name as it may stand before an address (RFC 5322 §3.2.5); what is not ASCII, as encoded words (RFC 2047). */
import { encodeWordsOf } from '../expand/index.ts';

const ATOMS = /^[\w !#$%&'*+/=?^`{|}~-]*$/;

export function phraseOf(name: string): string {
  if (/[^ -~]/.test(name)) return encodeWordsOf(name, 'UTF-8');
  if (ATOMS.test(name) || /^"(?:[^"\\]|\\.)*"$/.test(name)) return name;
  return `"${name.replace(/["\\]/g, '\\$&')}"`;
}
