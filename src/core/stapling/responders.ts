/** Which responders to ask about a certificate. */
import type { Certificate } from '../pki/index.ts';

/** More are an attack on whoever asks. */
const MAX_URLS = 8;

export type Responders =
  | { readonly kind: 'urls'; readonly urls: readonly string[] }
  /** `mustStaple`: the certificate demands what its authority does not offer (RFC 7633 §4.2.3.1). */
  | { readonly kind: 'none'; readonly mustStaple: boolean; readonly crls: boolean }
  | { readonly kind: 'unusable'; readonly urls: readonly string[] };

/** @param given  instead of those in the certificate */
export function respondersOf({ extensions }: Certificate, given: readonly string[]): Responders {
  const named = given.length > 0 ? given : extensions.authorityInfoAccess.ocsp;
  const urls = named.filter((url) => /^https?:\/\//i.test(url) && URL.canParse(url));
  if (urls.length > 0) return { kind: 'urls', urls: [...new Set(urls)].slice(0, MAX_URLS) };
  if (named.length > 0) return { kind: 'unusable', urls: named };
  return { kind: 'none', mustStaple: extensions.mustStaple, crls: extensions.crlDistributionPoints.length > 0 };
}
