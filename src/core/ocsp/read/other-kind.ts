import { readCertificate } from '../../pki/index.ts';

/** What people, proxies and captive portals give instead of DER: named where it can be recognized. */
export function otherKind(octets: Uint8Array): string | undefined {
  if (octets.length === 0) return 'empty';
  if (octets[0] === 0x30) return readCertificate(octets).ok ? 'a certificate' : undefined;
  const text = Buffer.from(octets.subarray(0, 200)).toString('latin1').trimStart();
  if (/^(<!doctype|<html|<\?xml)/i.test(text)) return 'a web page';
  if (/^HTTP\/\d/.test(text)) return 'an HTTP answer with its header';
  return /^MI[A-Za-z0-9+/\s]+=*$/.test(text) ? 'base64 without the BEGIN and END lines of PEM' : undefined;
}
