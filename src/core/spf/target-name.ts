/** From the text a macro comes to, to a name DNS can be asked for (RFC 7208 §4.8, §7.3). */
import { domainToASCII } from 'node:url';
import { fromRawLabels, type Name } from '../dns/index.ts';

/** RFC 7208 §7.3; the limit of RFC 1035 §2.3.4 for text without a final dot. */
const MAX_NAME_TEXT = 253;
const PLAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;

/** Any octets are allowed in labels; undefined for an empty or overlong label or name, which no DNS query can carry. */
export function toName(text: string): Name | undefined {
  if (PLAIN.test(text) && text.length <= MAX_NAME_TEXT) return text;
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  const ascii = /[^\x00-\x7f]/.test(bare) ? asALabels(bare) : bare;
  if (ascii === undefined || ascii.length > MAX_NAME_TEXT) return undefined;
  const name = fromRawLabels(ascii.split('.'));
  return name.ok ? name.value : undefined;
}

/** What a domain-spec came to; a name that is too long loses labels from the left (RFC 7208 §7.3). */
export function targetName(expanded: string): Name | undefined {
  // RFC 8616 §4: a local part beyond US-ASCII makes the term match nothing; no name is made of it.
  if (/[^\x00-\x7f]/.test(expanded)) return undefined;
  let text = expanded.endsWith('.') ? expanded.slice(0, -1) : expanded;
  while (text.length > MAX_NAME_TEXT) {
    const dot = text.indexOf('.');
    if (dot < 0) return undefined;
    text = text.slice(dot + 1);
  }
  return toName(text);
}

/** The final label keeps the host parser from taking digits for an address. */
function asALabels(text: string): string | undefined {
  if (text.length > 4 * MAX_NAME_TEXT || /[\\/?#%@:[\]\s]/.test(text)) return undefined;
  const ascii = domainToASCII(`${text}.invalid`);
  return ascii.endsWith('.invalid') ? ascii.slice(0, -'.invalid'.length) : undefined;
}
