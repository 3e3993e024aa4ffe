/** Where trust starts: the root's keys, or those that --trust-anchor gives. */
import { err, type Failure, fromHex, ok, type Result } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import type { Name, ResourceRecord } from '../types.ts';
import { parseZoneText } from '../zone/parse.ts';
import { type DnsKey, decodeDnskey, isRevoked } from './dnskey.ts';
import { type DelegationSigner, decodeDs } from './ds.ts';

export interface TrustAnchor {
  readonly zone: Name;
  readonly ds: readonly DelegationSigner[];
  readonly keys: readonly DnsKey[];
}

export type AnchorError = Failure<'dns/trust-anchor'>;

/** IANA root-anchors.xml (RFC 9718): KSK-2017 and KSK-2024, as DS with SHA-256. */
export const rootAnchors: readonly TrustAnchor[] = [
  {
    zone: '',
    ds: [
      rootDs(20326, 'e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d'),
      rootDs(38696, '683d2d0acb8c9b712a1948b27f741219298d0a450d612c483af444a4c0fb2b16'),
    ],
    keys: [],
  },
];

/**
 * DS and DNSKEY records, of any zones, as anchors.
 *
 * Revoked keys are passed over (RFC 5011 §2.1), and so are records of other types; the caller says so when nothing is left.
 */
export function anchorsFrom(records: readonly ResourceRecord[]): readonly TrustAnchor[] {
  const zones = new Map<Name, { ds: DelegationSigner[]; keys: DnsKey[] }>();
  for (const { name, type, rdata } of records) {
    const ds = type === RR.DS ? decodeDs(rdata) : undefined;
    const key = type === RR.DNSKEY ? decodeDnskey(rdata) : undefined;
    if (ds === undefined && (key === undefined || isRevoked(key))) continue;
    const anchor = zones.get(name) ?? { ds: [], keys: [] };
    zones.set(name, anchor);
    if (ds !== undefined) anchor.ds.push(ds);
    if (key !== undefined) anchor.keys.push(key);
  }
  return [...zones].map(([zone, { ds, keys }]) => ({ zone, ds, keys }));
}

/**
 * Anchors as zone text: DS or DNSKEY records, as `dnssec-dsfromkey`, `unbound-anchor` and IANA's files have them.
 *
 * @param file  shown in errors
 */
export function parseAnchors(text: string, file = 'the trust anchor'): Result<readonly TrustAnchor[], AnchorError> {
  const records = parseZoneText(text, { file });
  if (!records.ok) return err(anchorError(records.error.message));
  const anchors = anchorsFrom(records.value);
  return anchors.length > 0
    ? ok(anchors)
    : err(anchorError(`${file} has no DS or DNSKEY record that can be an anchor`));
}

function anchorError(message: string): AnchorError {
  const hint = 'write records such as ". IN DS 20326 8 2 E06D44B8…"';
  return { code: 'dns/trust-anchor', message, hint, fault: 'configuration', temporary: false };
}

function rootDs(keyTag: number, digest: string): DelegationSigner {
  return { keyTag, algorithm: 8, digestType: 2, digest: fromHex(digest)! };
}
