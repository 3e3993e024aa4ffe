/** `v=TLSRPTv1; rua=mailto:tls@example.org,https://example.org/tls;` (RFC 8460 §3). */
import { trimOf } from '../../../base/index.ts';
import { type Name, parseName } from '../../dns/index.ts';
import { readFields } from '../../mtasts/index.ts';
import type { TlsRptFault, TlsRptFaultCode, TlsRptRecord, TlsRptUri } from './types.ts';

export const TLSRPT_VERSION = 'v=TLSRPTv1';

/** What does not keep the record from counting: a sender sends to the addresses that are good. */
const HARMLESS: ReadonlySet<TlsRptFaultCode> = new Set(['loose-version', 'duplicate-rua', 'uri']);

/** More than any sender would serve. */
const MAX_URIS = 32;
/** `tlsrpt-ext-value`: printable, neither "=" nor ";" nor a blank. */
const EXTENSION_VALUE = /^[\x21-\x3a\x3c\x3e-\x7e]+$/;

/** @param text  one that begins with the version and a semicolon */
export function parseTlsRptRecord(text: string): TlsRptRecord {
  const { fields, faults: read } = readFields(text, TLSRPT_VERSION);
  const faults: TlsRptFault[] = [...read];
  const lists = fields.filter(({ name }) => name === 'rua');
  const others = fields.filter(({ name }) => name !== 'rua');
  const rua = readList(lists[0]?.value, faults);
  if (lists.length > 1)
    faults.push({ code: 'duplicate-rua', detail: `rua is there ${lists.length} times; the first counts` });
  for (const { name, value } of others)
    if (!EXTENSION_VALUE.test(value))
      faults.push({ code: 'extension-value', detail: `${name} has a value that a field may not have` });
  const valid = rua.length > 0 && faults.every(({ code }) => HARMLESS.has(code));
  return { valid, rua, extensions: others.map(({ name }) => name), faults };
}

/** A comma parts URIs wherever it stands: inside one it is to be encoded, as "!" and ";" are (RFC 8460 §3). */
function readList(list: string | undefined, faults: TlsRptFault[]): readonly TlsRptUri[] {
  if (list === undefined) {
    faults.push({ code: 'rua-missing', detail: 'there is no rua' });
    return [];
  }
  const texts = list.split(',').map((text) => trimOf(text, ' \t'));
  if (texts.length > MAX_URIS)
    faults.push({ code: 'uri', detail: `only the first ${MAX_URIS} of ${texts.length} addresses are looked at` });
  return texts.slice(0, MAX_URIS).flatMap((text) => {
    const uri = readUri(text);
    if (typeof uri !== 'string') return [uri];
    faults.push({ code: 'uri', detail: `"${text.slice(0, 120)}" ${uri}` });
    return [];
  });
}

/** The URI, or what is wrong with it. */
function readUri(uri: string): TlsRptUri | string {
  if (uri === '') return 'is empty';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'has no scheme: write mailto: or https: before it';
  if (scheme !== 'mailto' && scheme !== 'https') return `is ${scheme}:, and reports go to mailto: or https: alone`;
  if (uri.includes('!')) return 'has a "!", which must be written %21';
  if (!URI_CHARACTERS.test(uri)) return 'has characters that a URI has not (RFC 3986 §2)';
  return scheme === 'mailto' ? readMailto(uri) : readHttps(uri);
}

const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@$&'()*+=]|%[0-9A-Fa-f]{2})+$/;

function readMailto(uri: string): TlsRptUri | string {
  const address = decoded(uri.slice('mailto:'.length).replace(/\?.*/, ''));
  const at = address?.lastIndexOf('@') ?? -1;
  const host = at > 0 && at <= 64 ? nameOf(address!.slice(at + 1)) : undefined;
  if (host === undefined || /[\s\x00-\x1f\x7f,]/.test(address!)) return 'is no mail address';
  return { uri, scheme: 'mailto', address: address!, host };
}

function readHttps(uri: string): TlsRptUri | string {
  if (!/^https:\/\/[^/?#]/i.test(uri) || !URL.canParse(uri)) return 'is no https address with a host';
  const host = nameOf(new URL(uri).hostname.replace(/^\[|\]$/g, ''));
  return host === undefined ? 'is no https address with a host' : { uri, scheme: 'https', host };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // escapes that are no UTF-8
  }
}

function nameOf(text: string): Name | undefined {
  const name = text === '' || text === '.' ? undefined : parseName(text);
  return name?.ok === true ? name.value : undefined;
}
