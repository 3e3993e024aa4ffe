/** Lists of reporting URIs: `mailto:a@example.org!10m, mailto:b@example.net` (RFC 7489 §6.2, RFC 9989 §4.6). */
import type { RecordFault, ReportUri } from './types.ts';

export interface ReadUris {
  readonly uris: readonly ReportUri[];
  readonly faults: readonly RecordFault[];
}

/** More destinations than any receiver would serve; a record of 64 KiB could name thousands, each with its look-ups. */
const MAX_URIS = 32;

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** A comma parts URIs, wherever it stands: inside one it is to be encoded (RFC 7489 §6.2). */
export function parseUris(tag: string, list: string): ReadUris {
  const uris: ReportUri[] = [];
  const faults: RecordFault[] = [];
  for (const text of list.split(',').slice(0, MAX_URIS)) {
    const uri = parseUri(text.trim());
    if (typeof uri === 'string') faults.push({ code: 'uri-invalid', detail: `${tag}: "${text.trim()}" ${uri}` });
    else uris.push(uri);
  }
  if (list.split(',').length > MAX_URIS)
    faults.push({ code: 'uri-invalid', detail: `${tag}: only the first ${MAX_URIS} addresses are looked at` });
  return { uris, faults };
}

/** The URI, or what is wrong with it. */
function parseUri(text: string): ReportUri | string {
  const [, uri = '', digits, unit = ''] = /^([^!]*)(?:!(\d{1,15})([kmgt]?))?$/i.exec(text) ?? [];
  if (uri === '') return text.includes('!') ? 'has more behind "!" than a size such as 10m' : 'is empty';
  const scheme = /^([a-z][a-z0-9+.-]*):./i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'has no scheme: write mailto: before the address';
  if (!URI_CHARACTERS.test(uri)) return 'has characters that a URI has not (RFC 3986 §2)';
  const limit = digits === undefined ? {} : { sizeLimitBytes: Number(digits) * UNITS[unit.toLowerCase()]! };
  if (scheme !== 'mailto') return { uri, scheme, ...limit };
  const address = mailAddress(uri);
  return address === undefined ? 'is no mail address' : { uri, scheme, address, ...limit };
}

const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@$&'()*+;=]|%[0-9A-Fa-f]{2})+$/;

function mailAddress(uri: string): string | undefined {
  const encoded = uri.slice('mailto:'.length).replace(/\?.*/, '');
  try {
    const address = decodeURIComponent(encoded);
    return /^[^@\s]{1,64}@[^@\s.][^@\s]*$/.test(address) ? address : undefined;
  } catch {
    return undefined; // escapes that are no UTF-8
  }
}
