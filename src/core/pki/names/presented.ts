/** What a certificate presents for its subject: the identifiers that rules choose from (RFC 9525 §2, RFC 6125 §1.8). */
import type { Certificate } from '../certificate.ts';

/** As written: octets of a dNSName as latin1, a common name decoded by its string type. */
export interface Presented {
  readonly dnsIds: readonly string[];
  readonly ipIds: readonly Uint8Array[];
  readonly commonNames: readonly string[];
  /** id-on-dnsSRV (RFC 4985). */
  readonly srvIds: number;
  readonly uriIds: number;
  /** The subject alternative name cannot be read, or stands twice (RFC 5280 §4.2). */
  readonly isMalformed: boolean;
}

const SUBJECT_ALT_NAME = '2.5.29.17';
const DNS_SRV = '1.3.6.1.5.5.7.8.7';

export function presentedBy({ extensions, commonNames }: Certificate): Presented {
  const { dnsNames, ipAddresses, alternativeNames, malformed } = extensions;
  return {
    dnsIds: dnsNames,
    ipIds: ipAddresses,
    commonNames,
    srvIds: alternativeNames.filter((name) => name.kind === 'other' && name.typeId === DNS_SRV).length,
    uriIds: alternativeNames.filter(({ kind }) => kind === 'uri').length,
    isMalformed: malformed.includes(SUBJECT_ALT_NAME) || malformed.includes('?'),
  };
}

/** RFC 5280 §4.2: an extension stands once, and is to be readable; else its names are nobody's. */
export function readable(presented: Presented): Presented {
  return presented.isMalformed ? { ...presented, dnsIds: [], ipIds: [], srvIds: 0, uriIds: 0 } : presented;
}

export function unreadable({ isMalformed }: Presented): string | undefined {
  return isMalformed ? 'its subject alternative name cannot be read or stands twice' : undefined;
}
